/* A waiter, who is a semaphore, lets all but one philosopher to the table. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { SEATS = 5 };

static sem_t waiter, forks[SEATS];
static int meals, eating[SEATS], neighbours;

static void *dine(void *seat)
{
    int me = *(int *)seat, left = (me + SEATS - 1) % SEATS, right = (me + 1) % SEATS;
    for (int i = 0; i < 20; i++) {
        sem_wait(&waiter);
        sem_wait(&forks[me]);
        sem_wait(&forks[right]);
        __atomic_store_n(&eating[me], 1, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&eating[left], __ATOMIC_SEQ_CST) || __atomic_load_n(&eating[right], __ATOMIC_SEQ_CST))
            __atomic_fetch_add(&neighbours, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&meals, 1, __ATOMIC_SEQ_CST);
        __atomic_store_n(&eating[me], 0, __ATOMIC_SEQ_CST);
        sem_post(&forks[right]);
        sem_post(&forks[me]);
        sem_post(&waiter);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];
    int seats[SEATS], free_seats;
    sem_init(&waiter, 0, SEATS - 1);
    for (int i = 0; i < SEATS; i++)
        sem_init(&forks[i], 0, 1);
    for (int i = 0; i < SEATS; i++) {
        seats[i] = i;
        pthread_create(&threads[i], NULL, dine, &seats[i]);
    }
    for (int i = 0; i < SEATS; i++)
        pthread_join(threads[i], NULL);
    sem_getvalue(&waiter, &free_seats);
    printf("%d meals, %d times two neighbours ate, %d seats are free\n", meals, neighbours, free_seats);
    return 0;
}
