/* Two threads take two locks, one after the other, each in its own order. */
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;

static void *upwards(void *unused)
{
    pthread_mutex_lock(&first);
    usleep(1000);
    pthread_mutex_lock(&second);
    return unused;
}

static void *downwards(void *unused)
{
    pthread_mutex_lock(&second);
    usleep(1000);
    pthread_mutex_lock(&first);
    return unused;
}

int main(void)
{
    pthread_t up, down;
    pthread_create(&up, NULL, upwards, NULL);
    pthread_create(&down, NULL, downwards, NULL);
    pthread_join(up, NULL);
    pthread_join(down, NULL);
    return 0;
}
