/* What is done once for all threads, and what each has for itself. */
#include "pthread.h"

#include <errno.h>
#include <string.h>

static void call(void *action)
{
    (*(void (**)(void))action)();
}

int pthread_once(pthread_once_t *once, void (*action)(void))
{
    once_do(once, call, &action);
    return 0;
}

static struct mutex lock;
static struct {
    int used;
    void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX]; /* guarded by that */

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    int error = EAGAIN;
    mutex_lock(&lock);
    for (pthread_key_t one = 0; one < PTHREAD_KEYS_MAX && error; one++)
        if (!keys[one].used) {
            keys[one].used = 1;
            keys[one].destructor = destructor;
            *key = one;
            error = 0;
        }
    mutex_unlock(&lock);
    return error;
}

int pthread_key_delete(pthread_key_t key)
{
    if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
        return EINVAL;
    mutex_lock(&lock);
    keys[key].used = 0;
    keys[key].destructor = NULL;
    mutex_unlock(&lock);
    return 0;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
        return EINVAL;
    pthread_self()->values[key] = value;
    return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
    return key < PTHREAD_KEYS_MAX ? (void *)pthread_self()->values[key] : NULL;
}

/* A destructor may set values again; some rounds are enough for reasonable ones. */
void pthread_destroy_values(struct pthread *thread)
{
    enum { ROUNDS = 4 };
    for (int round = 0; round < ROUNDS; round++)
        for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++) {
            const void *value = thread->values[key];
            thread->values[key] = NULL;
            if (value && keys[key].destructor)
                keys[key].destructor((void *)value);
        }
}
