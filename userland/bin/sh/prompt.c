#include "prompt.h"

#include "expand.h"
#include "shell.h"
#include "variables.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char text[PATH_MAX + 20];

static const char *from_variable(const char *name)
{
    const char *value = variable_get(name);
    if (!value)
        return NULL;
    struct mark mark = arena_mark(&shell.scratch);
    snprintf(text, sizeof text, "%s", expand_document(value));
    arena_release(&shell.scratch, mark);
    return text;
}

const char *prompt_first(void)
{
    if (from_variable("PS1"))
        return text;
    char folder[PATH_MAX];
    const char *home = variable_get("HOME");
    size_t length = home ? strlen(home) : 0;
    if (!getcwd(folder, sizeof folder))
        strcpy(folder, "?");
    int is_below = length > 1 && strncmp(folder, home, length) == 0 && (folder[length] == '/' || !folder[length]);
    snprintf(text, sizeof text, "foal:%s%s$ ", is_below ? "~" : "", folder + (is_below ? length : 0));
    return text;
}

const char *prompt_continuation(void)
{
    return from_variable("PS2") ? text : "> ";
}
