/* Threads that hand data to each other through <stdatomic.h>, in every way there is. */
#include <stdatomic.h>
#include <sync/thread.h>

enum { ROUNDS = 20 };

static long data[4];
static atomic_int flag[4], relaxed_count, turn;
static atomic_flag busy = ATOMIC_FLAG_INIT;
static long guarded;
static _Atomic(long *) pointer;
static long pointed_to;

static void wait_for(atomic_int *what, int value)
{
    while (atomic_load_explicit(what, memory_order_acquire) != value)
        ;
}

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire))
        ;
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&busy, memory_order_release);
}

static void give(void *unused)
{
    (void)unused;
    for (int i = 1; i <= ROUNDS; i++) {
        data[0] = i;
        atomic_store(&flag[0], i); /* sequentially consistent */
        data[1] = i;
        atomic_store_explicit(&flag[1], i, memory_order_release);
        data[2] = i;
        atomic_thread_fence(memory_order_release);
        atomic_store_explicit(&flag[2], i, memory_order_relaxed);
        data[3] = i;
        atomic_fetch_add_explicit(&flag[3], 1, memory_order_release);
        atomic_fetch_add_explicit(&relaxed_count, 1, memory_order_relaxed);
        lock();
        guarded++;
        unlock();
        wait_for(&turn, i);
    }
    pointed_to = 42;
    atomic_store(&pointer, &pointed_to);
}

static void take(void *sum)
{
    for (int i = 1; i <= ROUNDS; i++) {
        while (flag[0] != i)
            ;
        *(long *)sum += data[0];
        wait_for(&flag[1], i);
        *(long *)sum += data[1];
        while (atomic_load_explicit(&flag[2], memory_order_relaxed) != i)
            ;
        atomic_thread_fence(memory_order_acquire);
        *(long *)sum += data[2];
        int expected = i;
        while (!atomic_compare_exchange_weak(&flag[3], &expected, i))
            expected = i;
        *(long *)sum += data[3];
        atomic_fetch_sub_explicit(&relaxed_count, 1, memory_order_relaxed);
        lock();
        guarded++;
        unlock();
        atomic_store_explicit(&turn, i, memory_order_release);
    }
    long *found;
    while ((found = atomic_load(&pointer)) == NULL)
        ;
    *(long *)sum += *found;
}

int main(void)
{
    struct thread giver, taker;
    long sum = 0;
    if (thread_create(&giver, give, NULL) < 0 || thread_create(&taker, take, &sum) < 0)
        return 2;
    thread_join(&giver);
    thread_join(&taker);
    return sum != 4 * ROUNDS * (ROUNDS + 1) / 2 + 42 || guarded != 2 * ROUNDS || relaxed_count != 0;
}
