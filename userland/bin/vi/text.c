#include "vi.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char **lines;
size_t line_count;
int is_changed;

/* How the text was before the last command. */
static char **old_lines;
static size_t old_count;

static void *checked(void *memory)
{
    if (!memory)
        errx(1, "out of memory");
    return memory;
}

size_t text_length(size_t row)
{
    return strlen(lines[row]);
}

void text_insert_line(size_t row, const char *text)
{
    lines = checked(realloc(lines, (line_count + 1) * sizeof *lines));
    memmove(lines + row + 1, lines + row, (line_count - row) * sizeof *lines);
    lines[row] = checked(strdup(text));
    line_count++;
    is_changed = 1;
}

void text_delete_line(size_t row)
{
    free(lines[row]);
    memmove(lines + row, lines + row + 1, (--line_count - row) * sizeof *lines);
    if (line_count == 0)
        text_insert_line(0, "");
    is_changed = 1;
}

void text_insert(size_t row, size_t column, const char *added, size_t length)
{
    size_t before = text_length(row);
    lines[row] = checked(realloc(lines[row], before + length + 1));
    memmove(lines[row] + column + length, lines[row] + column, before - column + 1);
    memcpy(lines[row] + column, added, length);
    is_changed = 1;
}

void text_delete(size_t row, size_t column, size_t length)
{
    memmove(lines[row] + column, lines[row] + column + length, text_length(row) - column - length + 1);
    is_changed = 1;
}

int text_read(const char *file)
{
    FILE *stream = fopen(file, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    int result = stream ? 0 : errno == ENOENT ? 1 : -1;
    while (stream && (length = getline(&line, &room, stream)) >= 0) {
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        text_insert_line(line_count, line);
    }
    free(line);
    if (stream)
        fclose(stream);
    if (line_count == 0)
        text_insert_line(0, "");
    is_changed = 0;
    return result;
}

int text_write(const char *file)
{
    FILE *stream = fopen(file, "w");
    if (!stream)
        return -1;
    for (size_t row = 0; row < line_count; row++) {
        fputs(lines[row], stream);
        putc('\n', stream);
    }
    int failed = ferror(stream);
    failed |= fclose(stream) != 0;
    is_changed &= failed;
    return failed ? -1 : 0;
}

void text_remember(void)
{
    for (size_t row = 0; row < old_count; row++)
        free(old_lines[row]);
    old_lines = checked(realloc(old_lines, line_count * sizeof *old_lines));
    for (old_count = 0; old_count < line_count; old_count++)
        old_lines[old_count] = checked(strdup(lines[old_count]));
}

int text_undo(void)
{
    if (old_count == 0)
        return 0;
    char **present = lines;
    size_t present_count = line_count;
    lines = old_lines;
    line_count = old_count;
    old_lines = present;
    old_count = present_count;
    is_changed = 1;
    return 1;
}
