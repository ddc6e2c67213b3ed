/* The bounded buffer: first in, first out, with room for BOUNDED_BUFFER_SLOTS items. */
#ifndef SYNC_BOUNDED_BUFFER_H
#define SYNC_BOUNDED_BUFFER_H

#include <sync/monitor.h>

#define BOUNDED_BUFFER_SLOTS 4 /* a power of two: the counters may wrap around */

struct bounded_buffer {
    struct monitor monitor; /* guards everything below */
    struct condition not_full, not_empty;
    unsigned int in, out; /* both only grow: in - out items are there, the next in slot out % SLOTS */
    long slots[BOUNDED_BUFFER_SLOTS];
};

/* Waits while the buffer is full. */
void bounded_buffer_put(struct bounded_buffer *buffer, long item);

/* Waits while the buffer is empty. */
long bounded_buffer_take(struct bounded_buffer *buffer);

#endif
