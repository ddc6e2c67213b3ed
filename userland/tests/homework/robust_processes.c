/* Robust mutexes between processes: one dies with the lock, another repairs what it guards, or nobody does. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct shared {
    pthread_mutex_t lock, other;
    pthread_cond_t changed;
} *shared;

static void die_with_it(void)
{
    if (fork() == 0) {
        pthread_mutex_lock(&shared->other);
        pthread_mutex_lock(&shared->lock);
        pthread_mutex_unlock(&shared->other);
        kill(getpid(), SIGKILL);
    }
    wait(NULL);
}

static const char *name(int error)
{
    return error == 0 ? "0" : error == EOWNERDEAD ? "EOWNERDEAD" : error == ENOTRECOVERABLE ? "ENOTRECOVERABLE"
        : error == EBUSY ? "EBUSY" : error == EPERM ? "EPERM" : error == EINVAL ? "EINVAL" : error == ETIMEDOUT ? "ETIMEDOUT"
        : error == EDEADLK ? "EDEADLK" : "?";
}

static void *wait_for_it(void *result)
{
    *(int *)result = pthread_mutex_lock(&shared->lock);
    if (*(int *)result == EOWNERDEAD) {
        pthread_mutex_consistent(&shared->lock);
        pthread_mutex_unlock(&shared->lock);
    }
    return NULL;
}

static void *try(void *result)
{
    struct timespec past = {1, 0};
    printf("trylock by another: %s\n", name(pthread_mutex_trylock(&shared->lock)));
    printf("timedlock by another: %s\n", name(pthread_mutex_timedlock(&shared->lock, &past)));
    printf("unlock by another: %s\n", name(pthread_mutex_unlock(&shared->lock)));
    return result;
}

int main(void)
{
    pthread_mutexattr_t attributes;
    pthread_t thread;
    int result = -1, ready[2];
    char byte;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&shared->lock, &attributes);
    pthread_mutex_init(&shared->other, &attributes);
    setvbuf(stdout, NULL, _IOLBF, 0);

    die_with_it();
    printf("lock: %s\n", name(pthread_mutex_lock(&shared->lock)));
    printf("lock twice: %s\n", name(pthread_mutex_lock(&shared->lock)));
    pthread_create(&thread, NULL, try, NULL);
    pthread_join(thread, NULL);
    printf("consistent: %s\n", name(pthread_mutex_consistent(&shared->lock)));
    printf("consistent again: %s\n", name(pthread_mutex_consistent(&shared->lock)));
    printf("unlock: %s\n", name(pthread_mutex_unlock(&shared->lock)));
    printf("lock: %s\n", name(pthread_mutex_lock(&shared->lock)));
    printf("the other was given back: %s\n", name(pthread_mutex_trylock(&shared->other)));
    pthread_mutex_unlock(&shared->lock);
    pthread_mutex_unlock(&shared->other);

    if (pipe(ready) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->lock);
        if (write(ready[1], "x", 1) != 1)
            return 1;
        usleep(20000);
        _exit(0);
    }
    if (read(ready[0], &byte, 1) != 1)
        return 1;
    pthread_create(&thread, NULL, wait_for_it, &result);
    pthread_join(thread, NULL);
    wait(NULL);
    printf("who waits is told: %s\n", name(result));

    die_with_it();
    printf("trylock: %s\n", name(pthread_mutex_trylock(&shared->lock)));
    printf("unlock without repair: %s\n", name(pthread_mutex_unlock(&shared->lock)));
    printf("lock: %s\n", name(pthread_mutex_lock(&shared->lock)));
    printf("trylock: %s\n", name(pthread_mutex_trylock(&shared->lock)));
    return 0;
}
