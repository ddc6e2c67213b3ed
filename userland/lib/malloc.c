/* The heap: free blocks in one list, ordered by address, first fit, neighbours merged when freed.
 *
 * Every block, free or in use, begins with a header that holds its size. Between malloc and free the rest belongs to
 * the program; a free block is also a link of the list. The heap grows at its end, by sbrk, and never shrinks. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sync/mutex.h>
#include <unistd.h>

struct block {
    size_t size;        /* in bytes, with this header; a multiple of ALIGNMENT */
    struct block *next; /* the next free block, at a higher address; meaningless while in use */
};

#define ALIGNMENT 16UL /* that of the strictest type, long double */
#define GROWTH 65536UL /* ask the kernel for at least so much: a system call is dear */

_Static_assert(sizeof(struct block) == ALIGNMENT, "what follows a header must be aligned");

static struct mutex lock;        /* guards all free blocks */
static struct block *first_free;

static char *end_of(struct block *block)
{
    return (char *)block + block->size;
}

static size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

static void merge_with_next(struct block *block)
{
    if (block->next && end_of(block) == (char *)block->next) {
        block->size += block->next->size;
        block->next = block->next->next;
    }
}

static void add_to_free_list(struct block *block)
{
    struct block *before = NULL, *after = first_free;
    while (after && after < block) {
        before = after;
        after = after->next;
    }
    block->next = after;
    if (before)
        before->next = block;
    else
        first_free = block;
    merge_with_next(block);
    if (before)
        merge_with_next(before);
}

static int grow_heap(size_t size)
{
    size = round_up(size, GROWTH);
    char *start = sbrk(0);
    size_t misalignment = -(uintptr_t)start % ALIGNMENT;
    if (sbrk(size + misalignment) == (void *)-1)
        return -1;
    struct block *block = (struct block *)(start + misalignment);
    block->size = size;
    add_to_free_list(block);
    return 0;
}

/* Takes a block off the list; what it has too much stays there. */
static struct block *take_first_fit(size_t size)
{
    for (struct block **link = &first_free; *link; link = &(*link)->next) {
        struct block *block = *link;
        if (block->size < size)
            continue;
        if (block->size >= size + 2 * sizeof(struct block)) {
            struct block *rest = (struct block *)((char *)block + size);
            rest->size = block->size - size;
            rest->next = block->next;
            block->size = size;
            *link = rest;
        } else {
            *link = block->next;
        }
        return block;
    }
    return NULL;
}

void *malloc(size_t size)
{
    if (size > PTRDIFF_MAX - GROWTH) {
        errno = ENOMEM;
        return NULL;
    }
    size = round_up(size + sizeof(struct block), ALIGNMENT);
    mutex_lock(&lock);
    struct block *block = take_first_fit(size);
    if (!block && grow_heap(size) == 0)
        block = take_first_fit(size);
    mutex_unlock(&lock);
    return block ? block + 1 : NULL;
}

void free(void *memory)
{
    if (!memory)
        return;
    mutex_lock(&lock);
    add_to_free_list((struct block *)memory - 1);
    mutex_unlock(&lock);
}

void *calloc(size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *memory = malloc(total);
    return memory ? memset(memory, 0, total) : NULL;
}

void *realloc(void *memory, size_t size)
{
    if (!memory)
        return malloc(size);
    size_t capacity = ((struct block *)memory - 1)->size - sizeof(struct block);
    if (size <= capacity)
        return memory;
    void *larger = malloc(size);
    if (larger) {
        memcpy(larger, memory, capacity);
        free(memory);
    }
    return larger;
}
