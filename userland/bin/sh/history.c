#include "history.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 500

static char *lines[MOST];
static int length;
static int forgotten; /* so many older ones */

void history_add(const char *line)
{
    if (!*line || (length > 0 && strcmp(lines[length - 1], line) == 0))
        return;
    if (length == MOST) {
        free(lines[0]);
        memmove(lines, lines + 1, (MOST - 1) * sizeof *lines);
        length--;
        forgotten++;
    }
    lines[length++] = copy_text(line);
}

const char *history_line(int index)
{
    return index >= 0 && index < length ? lines[index] : NULL;
}

int history_length(void)
{
    return length;
}

int run_history(int count, char **arguments, int flags)
{
    (void)count, (void)arguments, (void)flags;
    for (int i = 0; i < length; i++)
        printf("%5d  %s\n", forgotten + i + 1, lines[i]);
    return 0;
}
