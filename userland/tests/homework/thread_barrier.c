/* Threads work in rounds: nobody begins the next before all have ended this one. */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, ROUNDS = 3 };

static pthread_barrier_t barrier;
static int cells[THREADS], serial[ROUNDS];

static void *work(void *number)
{
    int me = *(int *)number;
    for (int round = 0; round < ROUNDS; round++) {
        int sum = 0;
        for (int i = 0; i < THREADS; i++)
            sum += cells[i];
        pthread_barrier_wait(&barrier); /* all have read */
        cells[me] = sum + me;
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            __atomic_fetch_add(&serial[round], 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        printf("cell %d: %d\n", i, cells[i]);
    printf("serial threads: %d %d %d\n", serial[0], serial[1], serial[2]);
    pthread_barrier_destroy(&barrier);
    return 0;
}
