/* philosophers_broken: each philosopher takes the left fork first; on some schedules all hold one and wait for ever
 *
 * Watch for: it takes one interrupt of each, between the left fork and the right one. Then each waits for its
 * neighbour, all around the table: Foal reports a deadlock and who waits for what, exit status 123.
 *
 * Change and try: find such a schedule with other seeds, a --quantum of 50, `--sched random`. What if one of them takes
 * the right fork first? The twin philosophers shows two remedies.
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { PHILOSOPHERS = 3, MEALS = 6 };

static struct mutex forks[PHILOSOPHERS]; /* fork i lies to the left of philosopher i */

static void dine(void *argument)
{
    int left = *(int *)argument, right = (left + 1) % PHILOSOPHERS;
    for (int meal = 0; meal < MEALS; meal++) {
        mutex_lock(&forks[left]);
        mutex_lock(&forks[right]);
        mutex_unlock(&forks[right]);
        mutex_unlock(&forks[left]);
    }
}

int main(void)
{
    struct thread threads[PHILOSOPHERS];
    int names[PHILOSOPHERS];
    for (int i = 0; i < PHILOSOPHERS; i++) {
        names[i] = i;
        if (thread_create(&threads[i], dine, &names[i]) < 0)
            return 2;
    }
    for (int i = 0; i < PHILOSOPHERS; i++)
        thread_join(&threads[i]);
    printf("%d philosophers had %d meals\n", PHILOSOPHERS, PHILOSOPHERS * MEALS);
    return 0;
}
