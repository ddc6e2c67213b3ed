/* A test program is a list of behaviours. Each is a function whose name is the sentence that it checks; each runs in a
 * process of its own, so that it may crash, or leave descriptors and mappings behind, without harm to the others:
 *
 *     static void a_new_mapping_is_full_of_zeros(void)
 *     {
 *         CHECK(...);
 *     }
 *
 *     int main(void)
 *     {
 *         RUN(a_new_mapping_is_full_of_zeros);
 *         return finish();
 *     }
 *
 * The program prints `ok NAME`, `not ok NAME` or `skip NAME` for each, and exits with 0 if none failed. It must behave
 * alike on Foal and on Linux; it orders events by pipes and waits, never by the clock.
 *
 * To be included before any other header. */
#ifndef CHECK_H
#define CHECK_H

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define SKIPPED 77 /* exit status of a test that cannot be run here */

static int failures; /* of this process */

static inline void check(int holds, const char *condition, const char *file, int line)
{
    if (holds)
        return;
    printf("%s:%d: %s (errno: %s)\n", file, line, condition, strerror(errno));
    fflush(stdout);
    failures++;
}

#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)

/* The call must return -1 and set errno to exactly this error. */
#define CHECK_FAILS(call, error) \
    (errno = 0, check((long)(call) == -1 && errno == (error), #call " fails with " #error, __FILE__, __LINE__))

static inline void skip(const char *why)
{
    printf("%s\n", why);
    fflush(stdout);
    _exit(SKIPPED);
}

/* qemu-user, the emulator that stands in for a Linux machine, is no exact copy. It gives itself away by its answer to
 * an ioctl that does not exist. What a test guards with this is documented by Linux and must hold on Foal. */
static inline int on_qemu(void)
{
    return ioctl(STDIN_FILENO, 0xdeadbeefUL) == -1 && errno == ENOSYS;
}

/* Runs a function in a child, whose exit status is 0 if all its checks hold. */
static inline pid_t start(void (*body)(void))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        failures = 0;
        body();
        fflush(stdout);
        _exit(failures != 0);
    }
    CHECK(child > 0);
    return child;
}

static inline int wait_status(pid_t child)
{
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

/* How a child ended: its exit status, or -1 if a signal killed it. */
static inline int exit_status(pid_t child)
{
    int status = wait_status(child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The signal that killed a child, or 0 if it exited by itself. */
static inline int death_signal(pid_t child)
{
    int status = wait_status(child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* Memory that this process and those forked from it have in common. */
static inline void *shared_memory(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        skip("no shared memory");
    return memory;
}

/* Gives others ample opportunity to run. What must not happen before some event must not have happened afterwards;
 * nothing may rely on what should have. */
static inline void let_others_run(void)
{
    for (int i = 0; i < 50; i++)
        sched_yield();
}

/* Pipes as one-time signals between processes. */
static inline void send_byte(int fd)
{
    CHECK(write(fd, "x", 1) == 1);
}

static inline void await_byte(int fd)
{
    char byte;
    CHECK(read(fd, &byte, 1) == 1);
}

static int failed_tests;

static inline void run(const char *name, void (*test)(void))
{
    int status = wait_status(start(test));
    const char *verdict = "not ok";
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        verdict = "ok";
    else if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
        verdict = "skip";
    else
        failed_tests++;
    printf("%s %s", verdict, name);
    if (WIFSIGNALED(status))
        printf(" (killed by signal %d)", WTERMSIG(status));
    printf("\n");
    fflush(stdout);
}

#define RUN(test) run(#test, test)

static inline int finish(void)
{
    return failed_tests + failures > 0;
}

#endif
