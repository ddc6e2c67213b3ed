#include "check.h"
#include <pthread.h>
#include <time.h>
/* mutexes with priority inheritance: under a condition variable, and robust ones whose owner dies */
static pthread_mutex_t m, r; static pthread_cond_t c = PTHREAD_COND_INITIALIZER; static int items, got;
static void *consume(void *a)
{
    for (int i = 0; i < 100; i++) { pthread_mutex_lock(&m); while (!items) pthread_cond_wait(&c, &m); items--; got++; pthread_mutex_unlock(&m); }
    return a;
}
static void *produce(void *a)
{
    for (int i = 0; i < 200; i++) { pthread_mutex_lock(&m); items++; pthread_cond_signal(&c); pthread_mutex_unlock(&m); }
    return a;
}
static void *die(void *a) { pthread_mutex_lock(&r); return a; }
int main(void)
{
    pthread_mutexattr_t a; pthread_t t[6]; struct timespec past = { 1, 0 };
    pthread_mutexattr_init(&a); pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
    CHECK("mutex", pthread_mutex_init(&m, &a), 0);
    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
    CHECK("robust mutex", pthread_mutex_init(&r, &a), 0);
    for (int i = 0; i < 6; i++) pthread_create(&t[i], 0, i < 4 ? consume : produce, 0);
    for (int i = 0; i < 6; i++) pthread_join(t[i], 0);
    CHECK("consumed", got, 400); CHECK("left", items, 0);
    pthread_create(&t[0], 0, die, 0); pthread_join(t[0], 0);
    CHECK("its owner is dead", pthread_mutex_lock(&r), EOWNERDEAD);
    CHECK("consistent", pthread_mutex_consistent(&r), 0); CHECK("unlock", pthread_mutex_unlock(&r), 0);
    pthread_mutex_lock(&m);
    CHECK("timed out", pthread_cond_timedwait(&c, &m, &past), ETIMEDOUT);
    CHECK("trylock of one's own", pthread_mutex_trylock(&m), EBUSY);
    return failures != 0;
}
