/* A thread loads atomically what another stores without being atomic. */
#include <stdatomic.h>
#include <sync/thread.h>

static int ready;

static void store(void *unused)
{
    (void)unused;
    ready = 1;
}

int main(void)
{
    struct thread threads[2];
    for (int i = 0; i < 2; i++)
        if (thread_create(&threads[i], store, NULL) < 0)
            return 2;
    int seen = 0;
    for (int i = 0; i < 100000 && !seen; i++)
        seen = __atomic_load_n(&ready, __ATOMIC_RELAXED);
    for (int i = 0; i < 2; i++)
        thread_join(&threads[i]);
    return !seen;
}
