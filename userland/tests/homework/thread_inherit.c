/* Mutexes with priority inheritance: what they do for those who have all the same priority. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { THREADS = 4, ROUNDS = 200 };

static pthread_mutex_t lock;
static volatile long counter;

static void *count(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        long seen = counter;
        sched_yield();
        counter = seen + 1;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *try(void *unused)
{
    struct timespec past = {1, 0};
    printf("trylock: %s\n", pthread_mutex_trylock(&lock) == EBUSY ? "EBUSY" : "?");
    printf("timedlock: %s\n", pthread_mutex_timedlock(&lock, &past) == ETIMEDOUT ? "ETIMEDOUT" : "?");
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    printf("inherit: %d\n", pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT));
    printf("init: %d\n", pthread_mutex_init(&lock, &attributes));
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%ld\n", counter);
    pthread_mutex_lock(&lock);
    pthread_create(&threads[0], NULL, try, NULL);
    pthread_join(threads[0], NULL);
    printf("unlock: %d\n", pthread_mutex_unlock(&lock));
    printf("destroy: %d\n", pthread_mutex_destroy(&lock));
    return 0;
}
