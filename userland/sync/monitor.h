/* The monitor, as Mesa and Java have it: data that are touched only by its procedures, of which one runs at a time.
 *
 *     struct account {
 *         struct monitor monitor;
 *         struct condition grown;
 *         long balance;
 *     };
 *
 *     void withdraw(struct account *account, long amount)
 *     {
 *         MONITOR_PROCEDURE(&account->monitor);
 *         MONITOR_AWAIT(&account->grown, account->balance >= amount);
 *         account->balance -= amount;
 *     }
 *
 * Who signals goes on, and who was woken comes in later, when others may have been inside. So waiting is a loop; what
 * holds at the signal need not hold any more. <sync/hoare.h> is the other way. */
#ifndef SYNC_MONITOR_H
#define SYNC_MONITOR_H

#include <sync/condition.h>
#include <sync/mutex.h>

struct monitor {
    struct mutex mutex;
};

static inline struct monitor *monitor_enter(struct monitor *monitor)
{
    mutex_lock(&monitor->mutex);
    return monitor;
}

static inline void monitor_leave(struct monitor **monitor)
{
    mutex_unlock(&(*monitor)->mutex);
}

/* The first line of a procedure: from here to its end, however it is left, the caller is alone in the monitor. */
#define MONITOR_PROCEDURE(entered) \
    struct monitor *inside __attribute__((cleanup(monitor_leave))) = monitor_enter(entered)

/* Waits, outside, until it holds. In a procedure of the monitor only. */
#define MONITOR_AWAIT(condition, holds)                    \
    do {                                                   \
        while (!(holds))                                   \
            condition_wait((condition), &inside->mutex);   \
    } while (0)

#endif
