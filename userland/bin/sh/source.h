/* Where commands are read from: a text, a file, or a person at a terminal. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>

#define END_OF_SOURCE (-1)

struct source {
    int fd;             /* -1 if the text is complete */
    int one_line;       /* read no further than the line's end: the rest of the input is for the commands */
    int is_terminal;    /* lines come from the editor, behind a prompt */
    int is_continued;   /* the next prompt is for the rest of a command */
    char *text;         /* what is read of the command in hand, and perhaps more */
    size_t length, capacity;
    size_t position;    /* of the next character */
    int line;           /* its number, from 1 */
    int at_end;
};

void source_from_text(struct source *source, const char *text, size_t length, int line);
void source_from_file(struct source *source, int fd, int one_line);
void source_close(struct source *source);

int source_get(struct source *source);
int source_peek(struct source *source);

/* A new command begins: what has been read is needed no longer. */
void source_forget(struct source *source);

/* After an error at the prompt the rest of the line is void. */
void source_drop_line(struct source *source);

#endif
