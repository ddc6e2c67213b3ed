/* barrier_reuse_broken: threads meet at a barrier that can be used only once; on some schedules they wait for ever
 *
 * Watch for: who waits looks whether the count is 0 again. A fast thread comes back and makes it 1 before a slow one
 * has looked: that one stays behind for ever, and the others wait for it at the next step. Foal reports a deadlock,
 * exit status 123.
 *
 * Change and try: find such a schedule with other seeds, a --quantum of 50, `--sched random`. The twin barrier_reuse is
 * right; userland/sync/barrier.c and barrier_broken.c are the difference.
 */
#include <sched.h>
#include <stdio.h>
#include <sync/barrier_broken.h>
#include <sync/thread.h>

enum { THREADS = 3, STEPS = 3 };

static struct one_time_barrier barrier;
static int ended[STEPS]; /* how many threads have ended the step */
static int too_early;

static void work(void *unused)
{
    (void)unused;
    for (int step = 0; step < STEPS; step++) {
        if (step > 0 && __atomic_load_n(&ended[step - 1], __ATOMIC_SEQ_CST) != THREADS)
            __atomic_fetch_add(&too_early, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&ended[step], 1, __ATOMIC_SEQ_CST);
        one_time_barrier_wait(&barrier, THREADS);
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
