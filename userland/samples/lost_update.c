/* lost_update: two threads add to a counter under a mutex, and lose nothing
 *
 * Watch for: whatever the schedule, the count is right. lost_update_broken is the same program without the mutex.
 *
 * Change and try: one atomic addition in place of the mutex; two mutexes, one for each thread.
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { THREADS = 2, ROUNDS = 3 };

static struct mutex mutex;
static long counter; /* guarded by the mutex */

static void add(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        mutex_lock(&mutex);
        long seen = counter;
        counter = seen + 1;
        mutex_unlock(&mutex);
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
