/* The invariant: one task is inside, or the entrance is unlocked. To be inside passes from task to task with a post;
 * the counts are touched by the one inside only. */
#include <sync/hoare.h>

void hoare_enter(struct hoare_monitor *monitor)
{
    mutex_lock(&monitor->entrance);
}

/* Those who have stepped aside come before those who have not been inside. */
void hoare_leave(struct hoare_monitor *monitor)
{
    if (monitor->stepped_aside > 0)
        semaphore_post(&monitor->urgent);
    else
        mutex_unlock(&monitor->entrance);
}

void hoare_wait(struct hoare_monitor *monitor, struct hoare_condition *condition)
{
    condition->waiting++;
    hoare_leave(monitor);
    semaphore_wait(&condition->signalled);
    condition->waiting--; /* inside again: the signaller has stepped aside for us */
}

void hoare_signal(struct hoare_monitor *monitor, struct hoare_condition *condition)
{
    if (condition->waiting == 0)
        return;
    monitor->stepped_aside++;
    semaphore_post(&condition->signalled);
    semaphore_wait(&monitor->urgent);
    monitor->stepped_aside--;
}
