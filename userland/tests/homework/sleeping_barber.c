/* A barber sleeps until customers come; one who finds no free chair leaves, and comes back later. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>

enum { CHAIRS = 2, CUSTOMERS = 8 };

static sem_t customers, barber, mutex, done;
static int waiting, cuts;

static void *cut(void *unused)
{
    for (int i = 0; i < CUSTOMERS; i++) {
        sem_wait(&customers);
        sem_wait(&mutex);
        waiting--;
        sem_post(&mutex);
        sem_post(&barber);
        cuts++;
        sem_post(&done);
    }
    return unused;
}

static void *visit(void *unused)
{
    for (;;) {
        sem_wait(&mutex);
        if (waiting < CHAIRS) {
            waiting++;
            sem_post(&customers);
            sem_post(&mutex);
            sem_wait(&barber);
            sem_wait(&done);
            return unused;
        }
        sem_post(&mutex);
        sched_yield();
    }
}

int main(void)
{
    pthread_t shop, visitors[CUSTOMERS];
    sem_init(&customers, 0, 0);
    sem_init(&barber, 0, 0);
    sem_init(&done, 0, 0);
    sem_init(&mutex, 0, 1);
    pthread_create(&shop, NULL, cut, NULL);
    for (int i = 0; i < CUSTOMERS; i++)
        pthread_create(&visitors[i], NULL, visit, NULL);
    for (int i = 0; i < CUSTOMERS; i++)
        pthread_join(visitors[i], NULL);
    pthread_join(shop, NULL);
    printf("%d haircuts, %d still waiting\n", cuts, waiting);
    return 0;
}
