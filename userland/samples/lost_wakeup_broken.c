/* lost_wakeup_broken: a thread looks and then falls asleep; on some schedules the bell rings in between
 *
 * Watch for: a ring that nobody hears is gone. When the last one is missed the eater sleeps for ever though its meal is
 * ready: Foal sees that nobody can wake it and reports a deadlock, exit status 123. Everywhere else the program works.
 *
 * Change and try: find such a schedule with other seeds, a --quantum of 50, `--sched random`. The twin lost_wakeup
 * moves one line and is right.
 */
#include <stdio.h>
#include <sync/futex.h>
#include <sync/thread.h>

enum { MEALS = 3 };

static int rings, plate; /* how often the bell has rung; how many meals are ready */

static void cook(void *unused)
{
    (void)unused;
    for (int i = 0; i < MEALS; i++) {
        __atomic_fetch_add(&plate, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&rings, 1, __ATOMIC_SEQ_CST);
        futex_wake(&rings, 1);
    }
}

static void eat(void)
{
    for (;;) {
        if (__atomic_load_n(&plate, __ATOMIC_SEQ_CST) > 0)
            break;
        int heard = __atomic_load_n(&rings, __ATOMIC_SEQ_CST);
        futex_wait(&rings, heard);
    }
    __atomic_fetch_sub(&plate, 1, __ATOMIC_SEQ_CST);
}

int main(void)
{
    struct thread thread;
    if (thread_create(&thread, cook, NULL) < 0)
        return 2;
    for (int i = 0; i < MEALS; i++)
        eat();
    thread_join(&thread);
    printf("%d meals eaten\n", MEALS);
    return 0;
}
