/* first: does something N times on a machine that has just started, and prints how many nanoseconds it took:
   first pipes|forks|threads|mmaps N, or first commands N COMMAND [ARG...] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sync/thread.h>

enum { PAGE = 4096 };

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void wait_for(pid_t child)
{
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        fail("child");
}

/* A byte goes to another process and comes back. */
static void pipes(long n)
{
    int there[2], back[2];
    char byte = 'x';
    if (pipe(there) || pipe(back))
        fail("pipe");
    pid_t child = fork();
    if (child == 0) {
        for (long i = 0; i < n; i++)
            if (read(there[0], &byte, 1) != 1 || write(back[1], &byte, 1) != 1)
                _exit(1);
        _exit(0);
    }
    for (long i = 0; i < n; i++)
        if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
            fail("pipe");
    wait_for(child);
}

static void forks(long n)
{
    for (long i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        wait_for(child);
    }
}

static void nothing(void *argument)
{
    (void)argument;
}

static void threads(long n)
{
    for (long i = 0; i < n; i++) {
        struct thread thread;
        if (thread_create(&thread, nothing, NULL) < 0)
            fail("thread_create");
        thread_join(&thread);
    }
}

static void mmaps(long n)
{
    for (long i = 0; i < n; i++) {
        char *page = mmap(NULL, PAGE, i % 2 ? PROT_READ : PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED)
            fail("mmap");
    }
}

/* A program of its own, which is told how often: a shell with a script. */
static void commands(char **argv)
{
    pid_t child = fork();
    if (child == 0) {
        execv(argv[0], argv);
        _exit(127);
    }
    wait_for(child);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const char *what = argv[1];
    long n = atol(argv[2]);
    long start = now();
    if (!strcmp(what, "pipes"))
        pipes(n);
    else if (!strcmp(what, "forks"))
        forks(n);
    else if (!strcmp(what, "threads"))
        threads(n);
    else if (!strcmp(what, "mmaps"))
        mmaps(n);
    else if (!strcmp(what, "commands") && argc > 3)
        commands(argv + 3);
    else
        return 2;
    printf("%ld\n", now() - start);
    return 0;
}
