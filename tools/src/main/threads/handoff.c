/* handoff: two threads hand a turn to each other N times, with a mutex and a condition variable */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;
static long rounds;

static void *take_turns(void *who)
{
    int mine = *(int *)who;
    for (long i = 0; i < rounds; i++) {
        pthread_mutex_lock(&mutex);
        while (turn != mine)
            pthread_cond_wait(&changed, &mutex);
        turn = !mine;
        pthread_cond_signal(&changed);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    rounds = argc > 1 ? atol(argv[1]) : 100000;
    int first = 0, second = 1;
    pthread_t other;
    if (pthread_create(&other, NULL, take_turns, &second) != 0)
        return 1;
    take_turns(&first);
    return pthread_join(other, NULL);
}
