/* A robust mutex tells the next one that its owner died, and can be made whole again. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;

static void *die_with_it(void *unused)
{
    pthread_mutex_lock(&lock);
    return unused;
}

int main(void)
{
    pthread_mutexattr_t attributes;
    pthread_t thread;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&lock, &attributes);
    pthread_create(&thread, NULL, die_with_it, NULL);
    pthread_join(thread, NULL);
    printf("lock: %s\n", pthread_mutex_lock(&lock) == EOWNERDEAD ? "its owner is dead" : "?");
    printf("consistent: %d\n", pthread_mutex_consistent(&lock));
    pthread_mutex_unlock(&lock);
    printf("lock again: %d\n", pthread_mutex_lock(&lock));
    return 0;
}
