/* A monitor keeps a bridge for one direction at a time, and for three cars at most. */
#include <pthread.h>
#include <stdio.h>

enum { CARS = 12, MOST = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int on_bridge, direction, crossed[2], crashes, overloads;

static void arrive(int mine)
{
    pthread_mutex_lock(&lock);
    while (on_bridge == MOST || (on_bridge > 0 && direction != mine))
        pthread_cond_wait(&changed, &lock);
    direction = mine;
    on_bridge++;
    pthread_mutex_unlock(&lock);
}

static void leave(int mine)
{
    pthread_mutex_lock(&lock);
    crashes += direction != mine;
    overloads += on_bridge > MOST;
    on_bridge--;
    crossed[mine]++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void *drive(void *number)
{
    int mine = *(int *)number % 2;
    arrive(mine);
    leave(mine);
    return NULL;
}

int main(void)
{
    pthread_t cars[CARS];
    int numbers[CARS];
    for (int i = 0; i < CARS; i++) {
        numbers[i] = i;
        pthread_create(&cars[i], NULL, drive, &numbers[i]);
    }
    for (int i = 0; i < CARS; i++)
        pthread_join(cars[i], NULL);
    printf("east %d, west %d, crashes %d, overloads %d\n", crossed[0], crossed[1], crashes, overloads);
    return 0;
}
