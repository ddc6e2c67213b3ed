/* torn_read_broken: a thread moves money between two accounts while another adds them up without the mutex
 *
 * Watch for: who only reads believes that no lock is needed. But the reader may come between the two writes, or be
 * interrupted between its two reads, and then sees money that is nowhere or twice.
 *
 * Change and try: find a schedule on which a sum is wrong: other seeds, a --quantum of 50, `--sched random`. The twin
 * torn_read is right.
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { ROUNDS = 3, MONEY = 100 };

static struct mutex mutex;
static volatile long here = MONEY, there;

static void move(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        mutex_lock(&mutex);
        here -= 10;
        there += 10;
        mutex_unlock(&mutex);
    }
}

static long sum(void)
{
    return here + there;
}

int main(void)
{
    struct thread thread;
    int wrong = 0;
    if (thread_create(&thread, move, NULL) < 0)
        return 2;
    for (int i = 0; i < ROUNDS; i++)
        wrong += sum() != MONEY;
    thread_join(&thread);

    printf("%d of %d sums were wrong\n", wrong, ROUNDS);
    return wrong != 0;
}
