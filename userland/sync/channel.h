/* The rendezvous channel: sender and receiver meet. Nothing is stored; whoever comes first waits. */
#ifndef SYNC_CHANNEL_H
#define SYNC_CHANNEL_H

#include <sync/monitor.h>

struct channel {
    struct monitor monitor; /* guards everything below */
    struct condition vacant, offered, taken;
    int occupied;            /* 1 while an item lies between a sender and a receiver */
    long item;
    unsigned int offers;     /* how many items were ever offered, and how many taken: may wrap around */
    unsigned int takes;
};

/* Returns when a receiver has the item. */
void channel_send(struct channel *channel, long item);

/* Waits for a sender. */
long channel_receive(struct channel *channel);

#endif
