#include "source.h"

#include "arena.h"
#include "editor.h"
#include "shell.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void source_from_text(struct source *source, const char *text, size_t length, int line)
{
    memset(source, 0, sizeof *source);
    source->fd = -1;
    source->text = (char *)text; /* never written to */
    source->length = length;
    source->line = line;
    source->at_end = 1;
}

void source_from_file(struct source *source, int fd, int one_line)
{
    memset(source, 0, sizeof *source);
    source->fd = fd;
    source->one_line = one_line;
    source->line = 1;
}

void source_close(struct source *source)
{
    if (source->fd < 0)
        return;
    if (source->fd > STDIN_FILENO)
        close(source->fd);
    free(source->text);
}

static void append(struct source *source, const char *bytes, size_t count)
{
    if (source->length + count > source->capacity) {
        source->capacity = 2 * (source->length + count) + 1024;
        source->text = must(realloc(source->text, source->capacity));
    }
    memcpy(source->text + source->length, bytes, count);
    source->length += count;
}

static ssize_t read_again(int fd, char *bytes, size_t count)
{
    ssize_t got;
    do
        got = read(fd, bytes, count);
    while (got < 0 && errno == EINTR);
    return got;
}

/* From standard input byte by byte: what follows the line belongs to the commands in it. */
static void read_more(struct source *source)
{
    char block[4096];
    ssize_t count;
    do {
        count = read_again(source->fd, block, source->one_line ? 1 : sizeof block);
        if (count > 0)
            append(source, block, count);
    } while (source->one_line && count == 1 && block[0] != '\n');
    source->at_end = count <= 0;
}

static void edit_line(struct source *source)
{
    char *line = editor_read_line(source->is_continued);
    if (line)
        append(source, line, strlen(line));
    source->at_end = !line;
    source->is_continued = 1;
    free(line);
}

static int fill(struct source *source)
{
    if (source->position < source->length)
        return 1;
    if (source->at_end)
        return 0;
    size_t before = source->length;
    if (source->is_terminal)
        edit_line(source);
    else
        read_more(source);
    if (shell.options[OPTION_VERBOSE])
        fwrite(source->text + before, 1, source->length - before, stderr);
    return source->position < source->length;
}

int source_peek(struct source *source)
{
    return fill(source) ? (unsigned char)source->text[source->position] : END_OF_SOURCE;
}

int source_get(struct source *source)
{
    int c = source_peek(source);
    if (c != END_OF_SOURCE)
        source->position++;
    source->line += c == '\n';
    return c;
}

void source_forget(struct source *source)
{
    source->is_continued = 0;
    if (source->fd < 0 || source->position == 0)
        return;
    source->length -= source->position;
    memmove(source->text, source->text + source->position, source->length);
    source->position = 0;
}

void source_drop_line(struct source *source)
{
    source->position = source->length;
    source->is_continued = 0;
}
