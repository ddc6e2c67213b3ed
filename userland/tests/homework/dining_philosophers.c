/* Philosophers who take the fork of the lower number first never starve of a deadlock. */
#include <pthread.h>
#include <stdio.h>

enum { SEATS = 5, MEALS = 40 };

static pthread_mutex_t forks[SEATS];
static int meals[SEATS];

static void *dine(void *seat)
{
    int me = *(int *)seat, next = (me + 1) % SEATS;
    int low = me < next ? me : next, high = me < next ? next : me;
    for (int i = 0; i < MEALS; i++) {
        pthread_mutex_lock(&forks[low]);
        pthread_mutex_lock(&forks[high]);
        meals[me]++;
        pthread_mutex_unlock(&forks[high]);
        pthread_mutex_unlock(&forks[low]);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];
    int seats[SEATS];
    for (int i = 0; i < SEATS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < SEATS; i++) {
        seats[i] = i;
        pthread_create(&threads[i], NULL, dine, &seats[i]);
    }
    for (int i = 0; i < SEATS; i++) {
        pthread_join(threads[i], NULL);
        printf("philosopher %d had %d meals\n", i, meals[i]);
    }
    return 0;
}
