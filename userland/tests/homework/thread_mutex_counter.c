/* Several threads count with one variable; a mutex sees to it that nothing is lost. */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, TIMES = 2000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long counter;

static void *count(void *unused)
{
    for (int i = 0; i < TIMES; i++) {
        pthread_mutex_lock(&lock);
        counter++;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("expected %d, counted %ld\n", THREADS * TIMES, counter);
    pthread_mutex_destroy(&lock);
    return 0;
}
