/* Quotes, dollar signs and backquotes: where what they begin ends. */
#ifndef CONSTRUCTS_H
#define CONSTRUCTS_H

#include "source.h"
#include "arena.h"

/* The next character, a backslash and newline passed over: they join two lines. */
int peek_joined(struct source *source);

/* After the character: if it begins a quoted text or an expansion, adds that up to its end to the text. */
void scan_construct(struct source *source, struct buffer *text, int c, int in_quotes);

#endif
