/* Two threads take two mutexes, each in another order, and a third in one order with a recursive one. Without an argument
 * the second thread takes them in the order of the first. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER, other = PTHREAD_MUTEX_INITIALIZER, third = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t again = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int crosswise, turn;

static void *work(void *self)
{
    int swapped = crosswise && self != NULL;
    pthread_mutex_lock(swapped ? &other : &one);
    pthread_mutex_lock(swapped ? &one : &other);
    pthread_mutex_unlock(&one);
    pthread_mutex_unlock(&other);

    pthread_mutex_lock(&again);
    pthread_mutex_lock(&third);
    pthread_mutex_lock(&again);
    pthread_mutex_unlock(&again);
    while (turn != (self != NULL))
        pthread_cond_wait(&changed, &third);
    turn++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&third);
    pthread_mutex_unlock(&again);
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t threads[2];
    (void)argv;
    crosswise = argc > 1;
    pthread_create(&threads[0], NULL, work, NULL);
    pthread_create(&threads[1], NULL, work, threads);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
