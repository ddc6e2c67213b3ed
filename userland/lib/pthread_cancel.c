/* Cancellation: a thread asks another to end. The request is a signal that no program sees. Its handler only notes it,
 * except where the thread has just looked whether there is a request and is about to block, or blocks: see syscall.S. */
#include "pthread.h"
#include "cancellation.h"

#include <errno.h>
#include <signal.h>

extern const char cancellable_begin[], cancellable_end[];

static _Thread_local volatile int requested, state, type;

/* A request may come in between: then what was decided without it is decided again. */
static void decide(void)
{
    int seen;
    do {
        seen = requested;
        cancellation_due = seen && state == PTHREAD_CANCEL_ENABLE;
    } while (seen != requested);
}

static void note(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    unsigned long *pc = &((ucontext_t *)context)->uc_mcontext.__gregs[REG_PC];
    int is_at_call = *pc >= (unsigned long)cancellable_begin && *pc < (unsigned long)cancellable_end;
    requested = 1;
    decide();
    if (cancellation_due && (is_at_call || type == PTHREAD_CANCEL_ASYNCHRONOUS))
        *pc = (unsigned long)pthread_cancel_myself;
}

/* Each request installs the handler, so that a program without any has none. With SA_RESTART those who do not want to be
 * cancelled notice little. */
int pthread_cancel(pthread_t thread)
{
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_RESTART};
    return sigaction(SIGCANCEL, &action, NULL) == 0 ? pthread_kill(thread, SIGCANCEL) : errno;
}

void pthread_cancel_myself(void)
{
    pthread_exit(PTHREAD_CANCELED);
}

void pthread_testcancel(void)
{
    if (cancellation_due)
        pthread_cancel_myself();
}

int pthread_setcancelstate(int new, int *old)
{
    if (new != PTHREAD_CANCEL_ENABLE && new != PTHREAD_CANCEL_DISABLE)
        return EINVAL;
    if (old)
        *old = state;
    state = new;
    decide();
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        pthread_testcancel();
    return 0;
}

int pthread_setcanceltype(int new, int *old)
{
    if (new != PTHREAD_CANCEL_DEFERRED && new != PTHREAD_CANCEL_ASYNCHRONOUS)
        return EINVAL;
    if (old)
        *old = type;
    type = new;
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        pthread_testcancel();
    return 0;
}
