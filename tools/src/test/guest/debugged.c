/* A program to be looked at: its first argument says what it does. */
#include <signal.h>
#include <stdlib.h>
#include <sync/thread.h>
#include <sys/wait.h>
#include <unistd.h>

#define NEVER_INLINED __attribute__((noinline))

volatile int counter;
volatile int go_on = 1;
int untouched[4096];

NEVER_INLINED int twice(int x)
{
    counter++;
    return 2 * x;
}

static int forks(void)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(twice(3));
    waitpid(child, &status, 0);
    return twice(WEXITSTATUS(status));
}

static void body(void *number)
{
    for (int i = 0; i < 3; i++)
        twice((int)(long)number);
}

static int threads(void)
{
    struct thread one, two;
    if (thread_create(&one, body, (void *)1) < 0 || thread_create(&two, body, (void *)2) < 0)
        return 98;
    thread_join(&one);
    thread_join(&two);
    return counter;
}

static void handler(int signal)
{
    twice(signal);
}

static int signals(void)
{
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    return counter;
}

/* Adds to the counter, and counts how often that did not succeed at once. */
static int reserves(void)
{
    int failures = 0;
    for (int i = 0; i < 10; i++) {
        int value, failed;
        do {
            __asm__ volatile("lr.w %0, (%2)\n"
                             "addi %0, %0, 1\n"
                             "sc.w %1, %0, (%2)\n"
                             : "=&r"(value), "=&r"(failed) : "r"(&counter) : "memory");
            failures += failed != 0;
        } while (failed != 0);
    }
    return failures;
}

static int waits(void)
{
    char byte;
    int ends[2];
    pipe(ends);
    return (int)read(ends[0], &byte, 1);
}

NEVER_INLINED double half(double x)
{
    return x / 2;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return twice(21);
    switch (argv[1][0]) {
    case 'f':
        return forks();
    case 't':
        return threads();
    case 's':
        return signals();
    case 'r':
        return reserves();
    case 'w':
        return waits();
    case 'n':
        *(volatile int *)16 = 1;
        return 0;
    case 'l':
        while (go_on)
            counter++;
        return 7;
    case 'd':
        return (int)half(argc);
    case 'e':
        argv[1] = NULL;
        execv(argv[0], argv);
        return 1;
    case 'u':
        return untouched[1024];
    case 'i':
        return read(0, &argc, 1) == 1 ? 9 : 8;
    }
    return 99;
}
