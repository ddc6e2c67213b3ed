/* double_checked: whoever comes first prepares something for all, and looks at it without a lock afterwards
 *
 * Watch for: the pointer is looked at twice, first without the lock, which is all that most ever do, then with it. It
 * is right because the pointer is stored last, with release, and loaded with acquire: who sees it sees all that was
 * written before. double_checked_broken stores it first.
 *
 * Change and try: once_do of <sync/once.h>, which is made for this.
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/thread.h>

enum { THREADS = 2, ANSWER = 42 };

struct setting {
    int value;
};

static struct mutex mutex;
static struct setting storage, *setting; /* null until it is prepared */
static int wrong;

static struct setting *get(void)
{
    struct setting *seen = __atomic_load_n(&setting, __ATOMIC_ACQUIRE);
    if (seen != NULL)
        return seen;
    mutex_lock(&mutex);
    if (setting == NULL) {
        storage.value = ANSWER;
        __atomic_store_n(&setting, &storage, __ATOMIC_RELEASE);
    }
    mutex_unlock(&mutex);
    return &storage;
}

static void use(void *unused)
{
    (void)unused;
    if (get()->value != ANSWER)
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
