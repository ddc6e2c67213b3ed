/* The ends of a program: orderly (exit) and abnormal (abort, a failed assertion). */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_HANDLERS 32

static void (*handlers[MAX_HANDLERS])(void);
static int handler_count;

int atexit(void (*handler)(void))
{
    if (handler_count == MAX_HANDLERS)
        return -1;
    handlers[handler_count++] = handler;
    return 0;
}

/* Last registered, first called. The count goes down before the call: a handler may call exit itself. */
void exit(int status)
{
    while (handler_count > 0)
        handlers[--handler_count]();
    fflush(NULL);
    _exit(status);
}

/* Dies of SIGABRT even if the program ignores, blocks or handles that signal. */
void abort(void)
{
    sigset_t abort_only = 0;
    sigaddset(&abort_only, SIGABRT);
    sigprocmask(SIG_UNBLOCK, &abort_only, NULL);
    raise(SIGABRT);
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
    _exit(127);
}

void __assert_fail(const char *condition, const char *file, unsigned int line, const char *function)
{
    fflush(NULL);
    fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, condition);
    abort();
}
