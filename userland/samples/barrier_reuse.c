/* barrier_reuse: three threads work in steps and meet at one barrier after each
 *
 * Watch for: nobody begins a step before all have ended the one before, though a fast thread is back at the barrier
 * while a slow one has not left it yet. userland/sync/barrier.c counts rounds for that; barrier_reuse_broken does not.
 *
 * Change and try: sense_barrier of <sync/sense_barrier.h>; two barriers used in turn. Would they do without rounds?
 */
#include <sched.h>
#include <stdio.h>
#include <sync/barrier.h>
#include <sync/thread.h>

enum { THREADS = 3, STEPS = 3 };

static struct barrier barrier;
static int ended[STEPS]; /* how many threads have ended the step */
static int too_early;

static void work(void *unused)
{
    (void)unused;
    for (int step = 0; step < STEPS; step++) {
        if (step > 0 && __atomic_load_n(&ended[step - 1], __ATOMIC_SEQ_CST) != THREADS)
            __atomic_fetch_add(&too_early, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&ended[step], 1, __ATOMIC_SEQ_CST);
        barrier_wait(&barrier, THREADS);
        sched_yield(); /* as work that takes its time */
    }
}

int main(void)
{
    struct thread threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (thread_create(&threads[i], work, NULL) < 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);
    printf("%d threads, %d steps, %d times too early\n", THREADS, STEPS, too_early);
    return too_early != 0;
}
