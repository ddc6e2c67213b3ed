/* futex_waitv: waiting for several futexes at a time. */
#include "check.h"
#include <stdint.h>
#include <sync/thread.h>
#include <sys/syscall.h>
#include <time.h>

enum { WAKE = 1, PRIVATE = 128, SIZE_OF_4 = 2, FUTEX_WAITV = 449, MOST = 128 };

struct futex_to_wait_for {
    uint64_t value;
    uint64_t address;
    uint32_t flags;
    uint32_t reserved;
};

static int words[MOST];
static struct futex_to_wait_for vector[MOST + 1];

static long waitv(int count, const struct timespec *timeout, int clock)
{
    return syscall(FUTEX_WAITV, vector, count, 0, timeout, clock);
}

static void fill(int count)
{
    for (int i = 0; i < count; i++)
        vector[i] = (struct futex_to_wait_for){0, (uintptr_t)&words[i % MOST], SIZE_OF_4 | (i % 2 ? PRIVATE : 0), 0};
}

static void skip_where_there_is_none(void)
{
    if (syscall(FUTEX_WAITV, NULL, 0, 0, NULL, 0) == -1 && errno == ENOSYS)
        skip("no futex_waitv here");
}

static void wrong_arguments_are_refused(void)
{
    skip_where_there_is_none();
    struct timespec past = {1, 0}, bad = {0, 1000000000};
    fill(2);
    CHECK_FAILS(syscall(FUTEX_WAITV, vector, 2, 1, NULL, 0), EINVAL);
    CHECK_FAILS(syscall(FUTEX_WAITV, NULL, 2, 0, NULL, 0), EINVAL);
    CHECK_FAILS(syscall(FUTEX_WAITV, (void *)8, 2, 0, NULL, 0), EFAULT);
    CHECK_FAILS(waitv(0, NULL, 0), EINVAL);
    CHECK_FAILS(waitv(-1, NULL, 0), EINVAL);
    CHECK_FAILS(waitv(MOST + 1, NULL, 0), EINVAL);
    CHECK_FAILS(waitv(2, &past, CLOCK_PROCESS_CPUTIME_ID), EINVAL);
    CHECK_FAILS(waitv(2, &bad, CLOCK_MONOTONIC), EINVAL);
    CHECK_FAILS(waitv(2, (void *)8, CLOCK_MONOTONIC), EFAULT);
    vector[1].flags = 0; /* one byte */
    CHECK_FAILS(waitv(2, NULL, 0), EINVAL);
    vector[1].flags = SIZE_OF_4 | 256;
    CHECK_FAILS(waitv(2, NULL, 0), EINVAL);
    fill(2);
    vector[1].reserved = 1;
    CHECK_FAILS(waitv(2, NULL, 0), EINVAL);
    fill(2);
    vector[1].address += 2;
    CHECK_FAILS(waitv(2, NULL, 0), EINVAL);
    vector[1].address = 8;
    CHECK_FAILS(waitv(2, NULL, 0), EFAULT);
}

static void words_that_have_changed_are_not_waited_for(void)
{
    skip_where_there_is_none();
    fill(MOST);
    vector[100].value = 1;
    CHECK_FAILS(waitv(MOST, NULL, 0), EAGAIN);
    CHECK(syscall(SYS_futex, &words[0], WAKE, 1) == 0); /* and nobody waits */
}

static void the_wait_ends_at_its_time_by_either_clock(void)
{
    skip_where_there_is_none();
    struct timespec soon;
    fill(MOST);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &soon) == 0);
    CHECK_FAILS(waitv(MOST, &soon, CLOCK_MONOTONIC), ETIMEDOUT);
    CHECK(clock_gettime(CLOCK_REALTIME, &soon) == 0);
    CHECK_FAILS(waitv(MOST, &soon, CLOCK_REALTIME), ETIMEDOUT);
    CHECK(syscall(SYS_futex, &words[5], WAKE | PRIVATE, 1) == 0);
}

static long result;

static void wait_for_all(void *argument)
{
    (void)argument;
    result = waitv(MOST, NULL, 0);
}

static void the_call_returns_which_futex_was_woken(void)
{
    skip_where_there_is_none();
    struct thread thread;
    for (int i = 0; i < MOST; i += 41) {
        fill(MOST);
        CHECK(thread_create(&thread, wait_for_all, NULL) == 0);
        while (syscall(SYS_futex, &words[i], WAKE | (i % 2 ? PRIVATE : 0), 1) == 0)
            sched_yield();
        thread_join(&thread);
        CHECK(result == i);
        CHECK(syscall(SYS_futex, &words[(i + 2) % MOST], WAKE, 1) == 0);
    }
}

static volatile int handled;

static void note(int signal)
{
    handled = signal;
    words[3] = 1; /* if it comes before the wait has begun, there must be nothing to wait for */
}

static void a_handler_without_restart_interrupts_the_wait(void)
{
    skip_where_there_is_none();
    struct sigaction action = {.sa_handler = note};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        let_others_run();
        kill(parent, SIGUSR1);
        _exit(0);
    }
    fill(MOST);
    CHECK(waitv(MOST, NULL, 0) == -1 && (errno == EINTR || errno == EAGAIN));
    CHECK(handled == SIGUSR1);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(wrong_arguments_are_refused);
    RUN(words_that_have_changed_are_not_waited_for);
    RUN(the_wait_ends_at_its_time_by_either_clock);
    RUN(the_call_returns_which_futex_was_woken);
    RUN(a_handler_without_restart_interrupts_the_wait);
    return finish();
}
