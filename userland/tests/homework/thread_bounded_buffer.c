/* Producers and consumers around a ring, with a mutex and two conditions. */
#include <pthread.h>
#include <stdio.h>

enum { SIZE = 4, EACH = 50, PRODUCERS = 2, CONSUMERS = 3, END = -1 };

static struct {
    int items[SIZE], first, count;
    pthread_mutex_t lock;
    pthread_cond_t not_full, not_empty;
} ring = {.lock = PTHREAD_MUTEX_INITIALIZER, .not_full = PTHREAD_COND_INITIALIZER, .not_empty = PTHREAD_COND_INITIALIZER};

static void put(int item)
{
    pthread_mutex_lock(&ring.lock);
    while (ring.count == SIZE)
        pthread_cond_wait(&ring.not_full, &ring.lock);
    ring.items[(ring.first + ring.count++) % SIZE] = item;
    pthread_cond_signal(&ring.not_empty);
    pthread_mutex_unlock(&ring.lock);
}

static int take(void)
{
    pthread_mutex_lock(&ring.lock);
    while (ring.count == 0)
        pthread_cond_wait(&ring.not_empty, &ring.lock);
    int item = ring.items[ring.first];
    ring.first = (ring.first + 1) % SIZE;
    ring.count--;
    pthread_cond_signal(&ring.not_full);
    pthread_mutex_unlock(&ring.lock);
    return item;
}

static void *produce(void *base)
{
    for (int i = 1; i <= EACH; i++)
        put(*(int *)base + i);
    return NULL;
}

static void *consume(void *sum)
{
    for (int item; (item = take()) != END;)
        *(long *)sum += item;
    return NULL;
}

int main(void)
{
    pthread_t producers[PRODUCERS], consumers[CONSUMERS];
    int bases[PRODUCERS] = {0, 1000};
    long sums[CONSUMERS] = {0};
    for (int i = 0; i < CONSUMERS; i++)
        pthread_create(&consumers[i], NULL, consume, &sums[i]);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_create(&producers[i], NULL, produce, &bases[i]);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(producers[i], NULL);
    for (int i = 0; i < CONSUMERS; i++)
        put(END);
    for (int i = 0; i < CONSUMERS; i++)
        pthread_join(consumers[i], NULL);
    printf("all consumers together: %ld\n", sums[0] + sums[1] + sums[2]);
    return 0;
}
