/* The monitor as Hoare described it: who signals steps aside at once for one who waits, and comes back when that one
 * has left. What holds at the signal holds when the waiter goes on, so that it waits with "if" and not in a loop. The
 * price is two more switches between tasks for each signal, and this file. Compare <sync/monitor.h>. */
#ifndef SYNC_HOARE_H
#define SYNC_HOARE_H

#include <sync/mutex.h>
#include <sync/semaphore.h>

struct hoare_monitor {
    struct mutex entrance;   /* locked while anybody is inside; passed on, not unlocked, to those who are let in */
    struct semaphore urgent; /* on which those sleep who have stepped aside */
    int stepped_aside;       /* how many they are */
};

struct hoare_condition {
    struct semaphore signalled;
    int waiting; /* how many wait */
};

void hoare_enter(struct hoare_monitor *monitor);
void hoare_leave(struct hoare_monitor *monitor);

/* Both are to be called inside the monitor. */
void hoare_wait(struct hoare_monitor *monitor, struct hoare_condition *condition);
void hoare_signal(struct hoare_monitor *monitor, struct hoare_condition *condition);

#endif
