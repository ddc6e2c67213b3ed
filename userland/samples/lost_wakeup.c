/* lost_wakeup: a thread sleeps until there is something to eat, and is always woken
 *
 * Watch for: the eater looks at the plate and, if it is empty, sleeps. Between the two the cook may fill the plate and
 * ring. So the eater notes how often it has rung before it looks, and the kernel lets it sleep only if it has not rung
 * since: futex_wait compares and sleeps in one step. lost_wakeup_broken notes it after looking.
 *
 * Change and try: a condition variable of <sync/condition.h>: where has it these steps?
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
        int heard = __atomic_load_n(&rings, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&plate, __ATOMIC_SEQ_CST) > 0)
            break;
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
