/* An event in memory: something has happened or not. To wait for it and to notify of it; it stays until it is reset.
 * (Foal's kernel has events of its own: event_create and its kin in <foal.h>.) */
#ifndef SYNC_EVENT_H
#define SYNC_EVENT_H

struct sync_event {
    int changes; /* how often it was set or reset: odd when it is set; may wrap around */
};

/* Waits until it is set. */
void sync_event_wait(struct sync_event *event);

/* Lets all go on who wait, and all who come until it is reset. */
void sync_event_set(struct sync_event *event);
void sync_event_reset(struct sync_event *event);

#endif
