/* A sender waits twice: until no other sender's item lies there, and until its own has been taken. The counters tell
 * its own from those of others: items are taken in the order in which they are offered. */
#include <sync/channel.h>

void channel_send(struct channel *channel, long item)
{
    MONITOR_PROCEDURE(&channel->monitor);
    MONITOR_AWAIT(&channel->vacant, !channel->occupied);
    channel->occupied = 1;
    channel->item = item;
    unsigned int offer = ++channel->offers;
    condition_signal(&channel->offered);
    MONITOR_AWAIT(&channel->taken, (int)(channel->takes - offer) >= 0);
}

long channel_receive(struct channel *channel)
{
    MONITOR_PROCEDURE(&channel->monitor);
    MONITOR_AWAIT(&channel->offered, channel->occupied);
    long item = channel->item;
    channel->occupied = 0;
    channel->takes++;
    condition_broadcast(&channel->taken); /* perhaps not the only one who waits */
    condition_signal(&channel->vacant);
    return item;
}
