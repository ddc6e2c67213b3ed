/* Atomic variables of C: counting, the greatest value by compare and exchange, and a flag as a lock. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int counter, greatest;
static atomic_flag busy = ATOMIC_FLAG_INIT;
static int guarded;

static void *work(void *number)
{
    int me = *(int *)number;
    for (int i = 0; i < 500; i++) {
        atomic_fetch_add(&counter, 1);
        int candidate = (i * 37 + me) % 1009, seen = atomic_load(&greatest);
        while (candidate > seen && !atomic_compare_exchange_weak(&greatest, &seen, candidate))
            ;
        while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire))
            ;
        guarded++;
        atomic_flag_clear_explicit(&busy, memory_order_release);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    int numbers[3];
    for (int i = 0; i < 3; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("counter %d, greatest %d, guarded %d\n", counter, greatest, guarded);
    return 0;
}
