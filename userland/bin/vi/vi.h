/* vi: a small visual editor. The text is an array of lines; commands change it and say where the cursor goes. */
#ifndef VI_H
#define VI_H

#include <stddef.h>

/* ---- text.c: the lines, without their newlines; there is always one at least ---- */

extern char **lines;
extern size_t line_count;
extern int is_changed; /* since it was read or written */

int text_read(const char *file); /* -1 with errno if there is such a file but it cannot be read; 1 if there is none */
int text_write(const char *file);
size_t text_length(size_t row);
void text_insert(size_t row, size_t column, const char *added, size_t length);
void text_delete(size_t row, size_t column, size_t length);
void text_insert_line(size_t row, const char *text);
void text_delete_line(size_t row);

/* What a command does is undone as a whole; to undo twice is to do it again. */
void text_remember(void);
int text_undo(void); /* 0 if nothing was done */

/* ---- screen.c: the terminal ---- */

enum key { KEY_UP = 256, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_NONE };
enum { ESCAPE = 033, CONTROL = 0x1f, BACKSPACE = 0177 };

extern size_t screen_rows; /* for text */

void screen_begin(void);
void screen_draw(size_t row, size_t column, const char *message);
int screen_key(void); /* a character or an enum key; -1 if there will be none any more */

/* Has a line typed at the bottom. Returns 0 if it was given up. */
int screen_ask(char prompt, char *answer, size_t room);

/* ---- insert.c ---- */

void insert(size_t *row, size_t *column);

/* ---- ex.c: lines that begin with a colon ---- */

extern const char *file_name; /* null if there is none */

/* Returns what to tell the user. */
const char *ex(const char *line, size_t *row);

#endif
