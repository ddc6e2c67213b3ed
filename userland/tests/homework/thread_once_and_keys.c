/* What happens once for all threads, and what each thread has for itself. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int made, freed;
static _Thread_local int own = 10;

static void release(void *value)
{
    free(value);
    __atomic_fetch_add(&freed, 1, __ATOMIC_RELAXED);
}

static void make_key(void)
{
    made++;
    pthread_key_create(&key, release);
}

static void *work(void *number)
{
    pthread_once(&once, make_key);
    int *value = malloc(sizeof *value);
    *value = *(int *)number;
    pthread_setspecific(key, value);
    own += *value;
    *(int *)number = *(int *)pthread_getspecific(key) * 100 + own;
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    int numbers[3] = {1, 2, 3};
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d %d, main still has %d\n", numbers[0], numbers[1], numbers[2], own);
    printf("made %d key, freed %d values\n", made, freed);
    return 0;
}
