/* Two conditions, so that a signal never wakes one who waits for the other. */
#include <sync/bounded_buffer.h>

void bounded_buffer_put(struct bounded_buffer *buffer, long item)
{
    MONITOR_PROCEDURE(&buffer->monitor);
    MONITOR_AWAIT(&buffer->not_full, buffer->in - buffer->out < BOUNDED_BUFFER_SLOTS);
    buffer->slots[buffer->in++ % BOUNDED_BUFFER_SLOTS] = item;
    condition_signal(&buffer->not_empty);
}

long bounded_buffer_take(struct bounded_buffer *buffer)
{
    MONITOR_PROCEDURE(&buffer->monitor);
    MONITOR_AWAIT(&buffer->not_empty, buffer->in != buffer->out);
    long item = buffer->slots[buffer->out++ % BOUNDED_BUFFER_SLOTS];
    condition_signal(&buffer->not_full);
    return item;
}
