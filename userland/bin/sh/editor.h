/* The line that a person types, until it is complete. */
#ifndef EDITOR_H
#define EDITOR_H

#include <stddef.h>

/* A line with its newline, to be freed; NULL at the end of the input (^D). The prompt is another one for the rest of a
 * command. */
char *editor_read_line(int is_continuation);

/* For the files that the editor is divided into. */
struct editor {
    const char *prompt;
    size_t prompt_columns;
    char *text;
    size_t length, capacity;
    size_t cursor;      /* in bytes; never within a character */
    int rows_above;     /* the screen's cursor is so many rows below the prompt */
    int history_index;
    char *unfinished;   /* the new line, while an older one is shown */
    char *cut;          /* what ^W, ^U and ^K have removed last, for ^Y */
};

/* The prompt and the line on the screen, the cursor in its place. */
void editor_show(struct editor *editor);

/* Leaves the line on the screen, with a mark behind it, and goes on below. */
void editor_leave(struct editor *editor, const char *mark);
void editor_insert(struct editor *editor, const char *bytes, size_t count);
void editor_remove(struct editor *editor, size_t from, size_t to);
void editor_replace(struct editor *editor, const char *line);

/* The same as to remove, but ^Y brings it back. */
void editor_cut(struct editor *editor, size_t from, size_t to);

/* Where the character, or the word, before a position begins, and where the character behind it ends. */
size_t editor_character_before(const struct editor *editor, size_t position);
size_t editor_character_after(const struct editor *editor, size_t position);
size_t editor_word_before(const struct editor *editor, size_t position);

/* Tab: completes the word before the cursor; when asked twice, lists what it might be. */
void editor_complete(struct editor *editor, int lists);

/* A byte from the terminal; -1 at its end. */
int editor_read_byte(void);

#endif
