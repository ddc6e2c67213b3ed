/* What is done once for all threads, and what each has for itself. */
#include "pthread.h"

#include <errno.h>
#include <string.h>

/* Who is cancelled meanwhile ends afterwards: others wait for what it does. */
static void call(void *action)
{
    int state;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    (*(void (**)(void))action)();
    pthread_setcancelstate(state, NULL);
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

static _Thread_local const void *values[PTHREAD_KEYS_MAX];
static _Thread_local pthread_key_t values_end; /* from here on it has set none */

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
    values[key] = value;
    if (key >= values_end)
        values_end = key + 1;
    return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
    return key < PTHREAD_KEYS_MAX ? (void *)values[key] : NULL;
}

/* A destructor may set values again; some rounds are enough for reasonable ones. */
void pthread_destroy_values(void)
{
    int found = 1;
    for (int round = 0; found && round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        found = 0;
        for (pthread_key_t key = 0; key < values_end; key++) {
            const void *value = values[key];
            if (!value)
                continue;
            values[key] = NULL;
            found = 1;
            if (keys[key].destructor)
                keys[key].destructor((void *)value);
        }
    }
}
