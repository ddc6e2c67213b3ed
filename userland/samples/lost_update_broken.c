/* lost_update_broken: two threads add to a counter without a lock; on some schedules an update is lost
 *
 * Watch for: to add is to load, to add and to store. A thread that is interrupted after the load stores a number that
 * is too old by then. With so few rounds that is rare: find a schedule on which it happens, with other seeds, a
 * --quantum of 50 or `--sched random`.
 *
 * Change and try: the twin lost_update is right. What is the least that the counter can end with?
 */
#include <stdio.h>
#include <sync/thread.h>

enum { THREADS = 2, ROUNDS = 3 };

static volatile long counter; /* volatile: load and store in every round */

static void add(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        long seen = counter;
        counter = seen + 1;
    }
}

int main(void)
{
    struct thread threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (thread_create(&threads[i], add, NULL) < 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);

    printf("expected %d, lost %ld\n", THREADS * ROUNDS, THREADS * ROUNDS - counter);
    return counter == THREADS * ROUNDS ? 0 : 1;
}
