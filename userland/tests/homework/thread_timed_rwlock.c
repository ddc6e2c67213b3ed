/* Waiting for a lock of readers and writers, a semaphore and a condition, but not for ever, by either clock. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static struct timespec soon(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_nsec += 20000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

static const char *name(int error)
{
    return error == 0 ? "0" : error == ETIMEDOUT ? "ETIMEDOUT" : error == EINVAL ? "EINVAL" : error == EBUSY ? "EBUSY" : "?";
}

static void *try(void *unused)
{
    struct timespec until = soon(CLOCK_REALTIME);
    int error = pthread_rwlock_timedrdlock(&lock, &until);
    printf("read: %s\n", name(error));
    if (error == 0)
        pthread_rwlock_unlock(&lock);
    until = soon(CLOCK_REALTIME);
    error = pthread_rwlock_timedwrlock(&lock, &until);
    printf("write: %s\n", name(error));
    if (error == 0)
        pthread_rwlock_unlock(&lock);
    return unused;
}

static void *wait_long(void *unused)
{
    struct timespec until = soon(CLOCK_REALTIME);
    until.tv_sec += 1000;
    printf("in time: %s\n", name(pthread_rwlock_timedwrlock(&lock, &until)));
    pthread_rwlock_unlock(&lock);
    return unused;
}

static void in_a_thread(void *(*body)(void *), int unlock)
{
    pthread_t thread;
    pthread_create(&thread, NULL, body, NULL);
    if (unlock) {
        struct timespec while_ = {0, 20000000};
        nanosleep(&while_, NULL);
        pthread_rwlock_unlock(&lock);
    }
    pthread_join(thread, NULL);
}

int main(void)
{
    in_a_thread(try, 0);
    pthread_rwlock_rdlock(&lock);
    in_a_thread(try, 0);
    in_a_thread(wait_long, 1);
    pthread_rwlock_wrlock(&lock);
    in_a_thread(try, 0);
    in_a_thread(wait_long, 1);

    pthread_condattr_t attributes;
    pthread_cond_t condition;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition, &attributes);
    pthread_mutex_lock(&mutex);
    struct timespec until = soon(CLOCK_MONOTONIC);
    printf("condition: %s\n", name(pthread_cond_timedwait(&condition, &mutex, &until)));
    pthread_mutex_unlock(&mutex);

    sem_t semaphore;
    sem_init(&semaphore, 0, 1);
    until = soon(CLOCK_REALTIME);
    printf("semaphore: %d, ", sem_timedwait(&semaphore, &until));
    printf("%d, ", sem_timedwait(&semaphore, &until));
    printf("%s\n", name(errno));
    return 0;
}
