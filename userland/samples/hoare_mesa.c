/* hoare_mesa: who was woken in a monitor finds what it waited for, or has to look again
 *
 * Two threads put items into a place for one, two take them. Whoever finds it full, or empty, waits for a signal.
 *
 * Watch for: in Mesa's monitor the signaller goes on, and another may enter before the one that was woken: then that
 * one finds the place empty again. So it waits in a loop. In Hoare's the signaller steps aside for the one it wakes:
 * "if" is enough, and the count is 0 on every schedule. How often the loop is needed depends on the schedule.
 *
 * Change and try: look only once in mesa_put; other values of --quantum; count the futex calls of both with `foal
 * strace -c hoare_mesa`.
 */
#include <stdio.h>
#include <sync/condition.h>
#include <sync/hoare.h>
#include <sync/thread.h>

enum { PAIRS = 2, ITEMS = 60 };

static int full;      /* guarded by the monitor: whether an item is in the place */
static int in_vain;   /* guarded too: how often who was woken did not find what it waited for */

static struct mutex mesa;
static struct condition mesa_filled, mesa_emptied;

static void mesa_put(void *unused)
{
    (void)unused;
    for (int i = 0; i < ITEMS; i++) {
        mutex_lock(&mesa);
        for (int woken = 0; full; woken = 1) {
            in_vain += woken;
            condition_wait(&mesa_emptied, &mesa);
        }
        full = 1;
        condition_signal(&mesa_filled);
        mutex_unlock(&mesa);
    }
}

static void mesa_take(void *unused)
{
    (void)unused;
    for (int i = 0; i < ITEMS; i++) {
        mutex_lock(&mesa);
        for (int woken = 0; !full; woken = 1) {
            in_vain += woken;
            condition_wait(&mesa_filled, &mesa);
        }
        full = 0;
        condition_signal(&mesa_emptied);
        mutex_unlock(&mesa);
    }
}

static struct hoare_monitor hoare;
static struct hoare_condition hoare_filled, hoare_emptied;

static void hoare_put(void *unused)
{
    (void)unused;
    for (int i = 0; i < ITEMS; i++) {
        hoare_enter(&hoare);
        if (full)
            hoare_wait(&hoare, &hoare_emptied);
        in_vain += full;
        full = 1;
        hoare_signal(&hoare, &hoare_filled);
        hoare_leave(&hoare);
    }
}

static void hoare_take(void *unused)
{
    (void)unused;
    for (int i = 0; i < ITEMS; i++) {
        hoare_enter(&hoare);
        if (!full)
            hoare_wait(&hoare, &hoare_filled);
        in_vain += !full;
        full = 0;
        hoare_signal(&hoare, &hoare_emptied);
        hoare_leave(&hoare);
    }
}

/* Returns how often who was woken did not find what it waited for. */
static int run(void (*put)(void *), void (*take)(void *))
{
    struct thread threads[2 * PAIRS];
    in_vain = 0;
    for (int i = 0; i < 2 * PAIRS; i++)
        if (thread_create(&threads[i], i < PAIRS ? put : take, NULL) < 0)
            return -1;
    for (int i = 0; i < 2 * PAIRS; i++)
        thread_join(&threads[i]);
    return in_vain;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int woken_in_vain = run(mesa_put, mesa_take);
    printf("Mesa: %d times woken in vain\n", woken_in_vain);
    int betrayed = run(hoare_put, hoare_take);
    printf("Hoare: %d times woken in vain\n", betrayed);
    return woken_in_vain < 0 || betrayed != 0;
}
