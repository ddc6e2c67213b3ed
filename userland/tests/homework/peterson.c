/* Peterson's algorithm for two threads, with the ordering that it needs. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int wants[2], turn;
static int counter;

static void lock(int me)
{
    atomic_store(&wants[me], 1);
    atomic_store(&turn, 1 - me);
    while (atomic_load(&wants[1 - me]) && atomic_load(&turn) == 1 - me)
        sched_yield();
}

static void unlock(int me)
{
    atomic_store(&wants[me], 0);
}

static void *count(void *number)
{
    for (int i = 0; i < 1000; i++) {
        lock(*(int *)number);
        counter++;
        unlock(*(int *)number);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, count, &numbers[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("counted %d\n", counter);
    return 0;
}
