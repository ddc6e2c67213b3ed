/* Memory that is given back all at once: the trees of a command, and what its expansions leave behind. */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena {
    struct chunk *newest;
};

/* Never NULL: without memory the shell ends. */
void *arena_get(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* What was taken since the mark is given back. */
struct mark {
    struct chunk *chunk;
    size_t used;
};
struct mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct mark mark);
void arena_free(struct arena *arena);

/* A text that grows within an arena. */
struct buffer {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};
void buffer_add(struct buffer *buffer, char c);
void buffer_add_text(struct buffer *buffer, const char *text, size_t length);
char *buffer_end(struct buffer *buffer); /* the whole text, with a null byte behind */

/* For what outlives all arenas. */
void *must(void *memory);
char *copy_text(const char *text);

#endif
