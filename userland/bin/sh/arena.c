#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE 4000

struct chunk {
    struct chunk *older;
    size_t used, size;
    _Alignas(16) char memory[];
};

void *must(void *memory)
{
    if (memory)
        return memory;
    fprintf(stderr, "sh: out of memory\n");
    exit(2);
}

char *copy_text(const char *text)
{
    return must(strdup(text));
}

void *arena_get(struct arena *arena, size_t size)
{
    size = (size + 15) & ~15UL;
    struct chunk *chunk = arena->newest;
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk = must(malloc(sizeof *chunk + room));
        chunk->older = arena->newest;
        chunk->used = 0;
        chunk->size = room;
        arena->newest = chunk;
    }
    void *memory = chunk->memory + chunk->used;
    chunk->used += size;
    return memory;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_get(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

struct mark arena_mark(const struct arena *arena)
{
    struct mark mark = {arena->newest, arena->newest ? arena->newest->used : 0};
    return mark;
}

void arena_release(struct arena *arena, struct mark mark)
{
    while (arena->newest != mark.chunk) {
        struct chunk *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
    if (mark.chunk)
        mark.chunk->used = mark.used;
}

void arena_free(struct arena *arena)
{
    struct mark nothing = {NULL, 0};
    arena_release(arena, nothing);
}

/* The old place is not reused: its memory comes back with the arena's. */
static void make_room(struct buffer *buffer, size_t length)
{
    if (buffer->length + length + 1 <= buffer->capacity)
        return;
    size_t capacity = 2 * (buffer->length + length) + 32;
    char *bytes = arena_get(buffer->arena, capacity);
    if (buffer->length > 0)
        memcpy(bytes, buffer->bytes, buffer->length);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, char c)
{
    make_room(buffer, 1);
    buffer->bytes[buffer->length++] = c;
}

void buffer_add_text(struct buffer *buffer, const char *text, size_t length)
{
    if (length == 0)
        return;
    make_room(buffer, length);
    memcpy(buffer->bytes + buffer->length, text, length);
    buffer->length += length;
}

char *buffer_end(struct buffer *buffer)
{
    make_room(buffer, 0);
    buffer->bytes[buffer->length] = '\0';
    return buffer->bytes;
}
