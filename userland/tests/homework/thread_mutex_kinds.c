/* What the kinds of mutexes say to mistakes: a second lock, an unlock by the wrong thread, a try. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void make(pthread_mutex_t *mutex, int kind)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, kind);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

static void *by_another(void *mutex)
{
    printf("try by another: %s\n", strerror(pthread_mutex_trylock(mutex)));
    printf("unlock by another: %s\n", strerror(pthread_mutex_unlock(mutex)));
    return NULL;
}

int main(void)
{
    pthread_mutex_t checking, recursive;
    make(&checking, PTHREAD_MUTEX_ERRORCHECK);
    make(&recursive, PTHREAD_MUTEX_RECURSIVE);

    pthread_mutex_lock(&checking);
    printf("checking, again: %s\n", pthread_mutex_lock(&checking) == EDEADLK ? "deadlock avoided" : "?");
    pthread_t thread;
    pthread_create(&thread, NULL, by_another, &checking);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&checking);
    printf("checking, unlocked twice: %s\n", strerror(pthread_mutex_unlock(&checking)));

    int depth = 0;
    while (depth < 3 && pthread_mutex_lock(&recursive) == 0)
        depth++;
    printf("recursive: locked %d times\n", depth);
    while (depth > 0 && pthread_mutex_unlock(&recursive) == 0)
        depth--;
    printf("recursive: %d left\n", depth);
    return 0;
}
