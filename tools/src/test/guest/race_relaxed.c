/* Threads that tell each other to stop by variables that are accessed with memory_order_relaxed only. */
#include <stdatomic.h>
#include <sync/thread.h>

static atomic_int stop;
static _Atomic long progress[2];
static int builtin;
static struct {
    char unused[4];
    atomic_short part;
} mixed;

static void work(void *self)
{
    for (int i = 0; !atomic_load_explicit(&stop, memory_order_relaxed); i++) {
        atomic_store_explicit(&progress[(long)self], i, memory_order_relaxed);
        __atomic_store_n(&builtin, 1, __ATOMIC_RELAXED);
        atomic_store_explicit(
            &mixed.part, 3, memory_order_relaxed);
    }
}

int main(void)
{
    struct thread threads[2];
    for (long i = 0; i < 2; i++)
        if (thread_create(&threads[i], work, (void *)i) < 0)
            return 2;
    while (atomic_load_explicit(&progress[0], memory_order_relaxed) < 100 || atomic_load_explicit(&progress[1], memory_order_relaxed) < 100
            || __atomic_load_n(&builtin, __ATOMIC_RELAXED) != 1)
        ;
    atomic_store_explicit(&stop, 1, memory_order_relaxed);
    for (int i = 0; i < 2; i++)
        thread_join(&threads[i]);
    return atomic_load_explicit(&mixed.part, memory_order_relaxed) != 3;
}
