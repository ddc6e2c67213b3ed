/* An agent lays two of three things on the table; only the smoker who has the third may take them. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { ROUNDS = 30 };

static sem_t table, agent;
static sem_t smoker[3];
static int smoked[3];

static void *smoke(void *number)
{
    int me = *(int *)number;
    for (int i = 0; i < ROUNDS / 3; i++) {
        sem_wait(&smoker[me]);
        sem_wait(&table);
        smoked[me]++;
        sem_post(&table);
        sem_post(&agent);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    int numbers[3];
    sem_init(&table, 0, 1);
    sem_init(&agent, 0, 1);
    for (int i = 0; i < 3; i++) {
        numbers[i] = i;
        sem_init(&smoker[i], 0, 0);
        pthread_create(&threads[i], NULL, smoke, &numbers[i]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        sem_wait(&agent);
        sem_post(&smoker[round * 2 % 3]);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("smoked: %d, %d, %d\n", smoked[0], smoked[1], smoked[2]);
    return 0;
}
