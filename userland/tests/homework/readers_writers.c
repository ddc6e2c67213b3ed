/* The first reader locks writers out and the last lets them in again: two semaphores. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t room, door;
static int readers, first, second, torn, writes;

static void *read_both(void *unused)
{
    for (int i = 0; i < 100; i++) {
        sem_wait(&door);
        if (++readers == 1)
            sem_wait(&room);
        sem_post(&door);
        if (first != second)
            torn++;
        sem_wait(&door);
        if (--readers == 0)
            sem_post(&room);
        sem_post(&door);
    }
    return unused;
}

static void *write_both(void *unused)
{
    for (int i = 0; i < 100; i++) {
        sem_wait(&room);
        first++;
        writes++;
        second++;
        sem_post(&room);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[6];
    sem_init(&room, 0, 1);
    sem_init(&door, 0, 1);
    for (int i = 0; i < 6; i++)
        pthread_create(&threads[i], NULL, i % 3 == 0 ? write_both : read_both, NULL);
    for (int i = 0; i < 6; i++)
        pthread_join(threads[i], NULL);
    printf("%d writes, %d torn reads, %d readers left\n", writes, torn, readers);
    return 0;
}
