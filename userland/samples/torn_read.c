/* torn_read: a thread moves money between two accounts while another adds them up, both under a mutex
 *
 * Watch for: the sum is the same whenever it is taken. Each account alone changes all the time; that they belong
 * together is known only to the program, and the mutex is how it says so. torn_read_broken forgets it in one place.
 *
 * Change and try: a mutex for each account. In which order must both be locked?
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { ROUNDS = 3, MONEY = 100 };

static struct mutex mutex;
static long here = MONEY, there; /* guarded by the mutex; the sum is always MONEY */

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
    mutex_lock(&mutex);
    long sum = here + there;
    mutex_unlock(&mutex);
    return sum;
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
