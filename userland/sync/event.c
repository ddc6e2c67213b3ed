/* If the word were just "set or not", it might be set and reset again before one who was woken looks at it, and that
 * one would sleep on. So it counts: who waits goes on as soon as it has changed at all, for then it has been set. */
#include <sync/event.h>
#include <sync/futex.h>

static int is_set(int changes)
{
    return changes & 1;
}

void sync_event_wait(struct sync_event *event)
{
    int seen = __atomic_load_n(&event->changes, __ATOMIC_ACQUIRE);
    if (is_set(seen))
        return;
    while (__atomic_load_n(&event->changes, __ATOMIC_ACQUIRE) == seen)
        futex_wait(&event->changes, seen);
}

/* Adds one, unless that would make it what it is not to be. Returns 1 if it did. */
static int change(struct sync_event *event, int set)
{
    int seen = __atomic_load_n(&event->changes, __ATOMIC_RELAXED);
    while (is_set(seen) != set)
        if (__atomic_compare_exchange_n(&event->changes, &seen, seen + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            return 1;
    return 0;
}

void sync_event_set(struct sync_event *event)
{
    if (change(event, 1))
        futex_wake(&event->changes, FUTEX_EVERYBODY);
}

void sync_event_reset(struct sync_event *event)
{
    change(event, 0);
}
