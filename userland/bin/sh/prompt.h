#ifndef PROMPT_H
#define PROMPT_H

#include <stddef.h>

/* PS1 or "foal:FOLDER$ ", PS2 or "> ". The text holds until the next call. */
const char *prompt_first(void);
const char *prompt_continuation(void);

/* How many columns of the screen a text takes. */
size_t columns_of(const char *text, size_t length);

#endif
