/* What is done around each fork: the child has only the thread that forked; and what the program wants. */
#include "pthread.h"

#include <errno.h>

int pthread_alive = 1;

enum { MOST = 32 };

static struct {
    void (*before)(void), (*in_parent)(void), (*in_child)(void);
} handlers[MOST];
static int count;
static struct mutex lock; /* guards both; held from before a fork until after it */

int pthread_atfork(void (*before)(void), void (*in_parent)(void), void (*in_child)(void))
{
    mutex_lock(&lock);
    int error = count < MOST ? 0 : ENOMEM;
    if (!error) {
        handlers[count].before = before;
        handlers[count].in_parent = in_parent;
        handlers[count++].in_child = in_child;
    }
    mutex_unlock(&lock);
    return error;
}

/* The last registered first. */
void pthread_before_fork(void)
{
    mutex_lock(&lock);
    for (int i = count; i-- > 0;)
        if (handlers[i].before)
            handlers[i].before();
}

void pthread_after_fork(int is_child)
{
    if (is_child)
        pthread_alive = 1;
    for (int i = 0; i < count; i++) {
        void (*handler)(void) = is_child ? handlers[i].in_child : handlers[i].in_parent;
        if (handler)
            handler();
    }
    mutex_unlock(&lock);
}
