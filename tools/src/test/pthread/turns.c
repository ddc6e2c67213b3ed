/* Threads that take a lock in turn. The number that they print tells who came when. */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, ROUNDS = 500 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned order;

static void *take_turns(void *number) {
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        order = order * 31 + (long)number;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, take_turns, (void *)i);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("%u\n", order);
    return 0;
}
