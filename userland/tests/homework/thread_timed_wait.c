/* A thread does not wait for ever: a condition and a mutex with a limit of time. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static struct timespec soon(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += 20 * 1000 * 1000;
    if (time.tv_nsec >= 1000 * 1000 * 1000) {
        time.tv_sec++;
        time.tv_nsec -= 1000 * 1000 * 1000;
    }
    return time;
}

static void *try_to_lock(void *unused)
{
    struct timespec until = soon();
    printf("lock: %s\n", pthread_mutex_timedlock(&lock, &until) == ETIMEDOUT ? "timed out" : "?");
    return unused;
}

int main(void)
{
    pthread_mutex_lock(&lock);
    struct timespec until = soon(), now;
    int error;
    do
        error = pthread_cond_timedwait(&never, &lock, &until);
    while (error == 0);
    clock_gettime(CLOCK_REALTIME, &now);
    int is_later = now.tv_sec > until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec >= until.tv_nsec);
    printf("condition: %s, %s\n", error == ETIMEDOUT ? "timed out" : "?", is_later ? "not too early" : "too early");
    pthread_t thread;
    pthread_create(&thread, NULL, try_to_lock, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&lock);
    return 0;
}
