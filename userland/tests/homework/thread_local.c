/* Variables that each thread has for itself, by the language and by the library. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 4 };

static _Thread_local int count = 10;
static __thread char text[20] = "begin";
static _Thread_local double sums[100];
static pthread_barrier_t barrier;

static void *work(void *number)
{
    long mine = (long)number;
    for (long i = 0; i <= mine; i++)
        count++;
    sprintf(text + 5, " %ld", mine);
    for (int i = 0; i < 100; i++)
        sums[i] += mine;
    close(-1 - (int)mine);
    errno += (int)mine;
    pthread_barrier_wait(&barrier);
    return (void *)(count * 1000L + errno - EBADF + (long)sums[99] * 10 + (text[6] - '0') * 100);
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (long i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, work, (void *)i);
    for (int i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(threads[i], &result);
        printf("thread %d: %ld\n", i, (long)result);
    }
    printf("main: %d, %s, %.0f\n", count, text, sums[99]);
    return 0;
}
