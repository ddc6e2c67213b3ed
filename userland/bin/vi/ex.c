#include "vi.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *file_name;

static char message[200];

static const char *write_to(const char *name)
{
    if (!name)
        return "no file name: :w NAME";
    if (text_write(name) != 0)
        snprintf(message, sizeof message, "%s: %s", name, strerror(errno));
    else
        snprintf(message, sizeof message, "\"%s\" %zu lines written", name, line_count);
    return message;
}

static const char *quit(int anyway)
{
    if (is_changed && !anyway)
        return "not written since the last change (:q! quits all the same)";
    exit(EXIT_SUCCESS);
}

const char *ex(const char *line, size_t *row)
{
    char command[8] = "";
    size_t length = strcspn(line, " ");
    const char *name = line[length] ? line + length + 1 : NULL;
    if (length < sizeof command)
        memcpy(command, line, length);
    if (isdigit((unsigned char)*line)) {
        size_t number = strtoul(line, NULL, 10);
        *row = number == 0 ? 0 : number > line_count ? line_count - 1 : number - 1;
        return NULL;
    }
    if (strcmp(command, "$") == 0) {
        *row = line_count - 1;
        return NULL;
    }
    if (strcmp(command, "q") == 0 || strcmp(command, "q!") == 0)
        return quit(command[1] == '!');
    if (strcmp(command, "w") == 0) {
        if (name && !file_name)
            file_name = strdup(name);
        return write_to(name ? name : file_name);
    }
    if (strcmp(command, "wq") == 0 || strcmp(command, "x") == 0) {
        const char *said = write_to(name ? name : file_name);
        return is_changed ? said : quit(0);
    }
    return *line ? "there are :w :q :q! :wq :x and :NUMBER" : NULL;
}
