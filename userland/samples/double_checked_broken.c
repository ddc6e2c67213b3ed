/* double_checked_broken: the pointer is stored before what it points to is ready; on some schedules that is seen
 *
 * Watch for: with the lock alone it would be right, and the look without the lock is what most believe to be wrong with
 * it. It is the order of two stores. Here the program has it wrong; with ordinary variables, in the right order, a
 * compiler or a CPU may turn it round.
 *
 * Change and try: find a schedule that shows it with other seeds, a --quantum of 50, `--sched random`. The twin
 * double_checked is right.
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { THREADS = 2, ANSWER = 42 };

struct setting {
    int value;
};

static struct mutex mutex;
static struct setting storage, *volatile setting; /* null until it is prepared, or nearly */
static int wrong;

static struct setting *get(void)
{
    if (setting != NULL)
        return setting;
    mutex_lock(&mutex);
    if (setting == NULL) {
        setting = &storage;
        *(volatile int *)&storage.value = ANSWER;
    }
    mutex_unlock(&mutex);
    return setting;
}

static void use(void *unused)
{
    (void)unused;
    if (*(volatile int *)&get()->value != ANSWER)
        __atomic_fetch_add(&wrong, 1, __ATOMIC_SEQ_CST);
}

int main(void)
{
    struct thread threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (thread_create(&threads[i], use, NULL) < 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);
    printf("%d of %d threads saw it half prepared\n", wrong, THREADS);
    return wrong != 0;
}
