/* Producer and consumer with the two counting semaphores of the textbooks. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { SIZE = 3, ITEMS = 60 };

static char ring[SIZE];
static sem_t empty, full;

static void *produce(void *unused)
{
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&empty);
        ring[i % SIZE] = (char)('a' + i % 26);
        sem_post(&full);
    }
    return unused;
}

static void *consume(void *unused)
{
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&full);
        putchar(ring[i % SIZE]);
        sem_post(&empty);
    }
    putchar('\n');
    return unused;
}

int main(void)
{
    pthread_t producer, consumer;
    sem_init(&empty, 0, SIZE);
    sem_init(&full, 0, 0);
    pthread_create(&producer, NULL, produce, NULL);
    pthread_create(&consumer, NULL, consume, NULL);
    pthread_join(producer, NULL);
    pthread_join(consumer, NULL);
    sem_destroy(&empty);
    sem_destroy(&full);
    return 0;
}
