/* Variables that each thread has for itself: _Thread_local. */
#include "check.h"
#include <pthread.h>
#include <stdint.h>
#include <sync/thread.h>

enum { THREADS = 8, ROUNDS = 40, LARGE = 300 * 1024 };

struct pair {
    long first, second;
};

static _Thread_local int initialised = 42;
static _Thread_local int zeroed;
static _Thread_local _Alignas(256) char aligned[3] = {1, 2, 3};
static _Thread_local _Alignas(64) char aligned_and_zeroed[5];
static _Thread_local struct pair pair = {5, 6};
static _Thread_local char large[LARGE]; /* more than a stack of <sync/thread.h>'s */
static int shared;

static void check_first_values(void)
{
    CHECK(initialised == 42 && zeroed == 0);
    CHECK(pair.first == 5 && pair.second == 6);
    CHECK(aligned[0] == 1 && aligned[1] == 2 && aligned[2] == 3);
    CHECK((uintptr_t)aligned % 256 == 0 && (uintptr_t)aligned_and_zeroed % 64 == 0);
    for (unsigned i = 0; i < sizeof aligned_and_zeroed; i++)
        CHECK(aligned_and_zeroed[i] == 0);
    for (int i = 0; i < LARGE; i += PAGE)
        CHECK(large[i] == 0);
}

static void *run_threads(void *(*body)(void *), int how_many)
{
    pthread_t threads[THREADS];
    void *result = NULL;
    for (long i = 0; i < how_many; i++)
        CHECK(pthread_create(&threads[i], NULL, body, (void *)i) == 0);
    for (int i = 0; i < how_many; i++)
        CHECK(pthread_join(threads[i], &result) == 0);
    return result;
}

static void *check_and_change(void *number)
{
    check_first_values();
    initialised = zeroed = shared = 1;
    memset(aligned, 9, sizeof aligned);
    memset(large, 9, sizeof large);
    return number;
}

static void every_thread_begins_with_the_first_values(void)
{
    check_and_change(NULL);
    run_threads(check_and_change, 1);
    run_threads(check_and_change, 1); /* also in memory that another has used */
    CHECK(shared == 1);
}

static void *count(void *number)
{
    long mine = (long)number;
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(zeroed == i && pair.first == 5 + i * mine);
        zeroed++;
        pair.first += mine;
        sched_yield();
    }
    return &zeroed;
}

static void many_threads_do_not_see_each_other_s(void)
{
    void *other = run_threads(count, THREADS);
    CHECK(other != &zeroed && zeroed == 0 && pair.first == 5);
}

static void *set_through(void *variable)
{
    *(int *)variable = 77;
    return &initialised;
}

static void another_thread_may_change_them_by_their_address(void)
{
    pthread_t thread;
    void *its;
    CHECK(pthread_create(&thread, NULL, set_through, &initialised) == 0);
    CHECK(pthread_join(thread, &its) == 0);
    CHECK(initialised == 77 && its != &initialised);
}

static void the_child_of_a_fork_has_what_its_maker_had_and_changes_its_own(void)
{
    initialised = 7;
    pid_t child = fork();
    if (child == 0) {
        CHECK(initialised == 7 && zeroed == 0);
        initialised = 8;
        run_threads(count, 2);
        CHECK(initialised == 8);
        _exit(failures);
    }
    CHECK(exit_status(child) == 0);
    CHECK(initialised == 7);
}

static void *fork_in_a_thread(void *unused)
{
    initialised = 9;
    pid_t child = fork();
    if (child == 0)
        _exit(initialised == 9 && zeroed == 0 ? 0 : 1);
    CHECK(exit_status(child) == 0);
    return unused;
}

static void a_thread_that_forks_goes_on_with_its_own_in_the_child(void)
{
    initialised = 1;
    run_threads(fork_in_a_thread, 1);
    CHECK(initialised == 1);
}

static void note(int signal)
{
    zeroed = signal;
}

static void *raise_a_signal(void *unused)
{
    raise(SIGUSR1);
    CHECK(zeroed == SIGUSR1);
    return unused;
}

static void a_signal_handler_has_those_of_the_thread_that_it_interrupts(void)
{
    signal(SIGUSR1, note);
    run_threads(raise_a_signal, 2);
    CHECK(zeroed == 0);
}

static void *fail_and_look(void *number)
{
    for (int i = 0; i < ROUNDS; i++) {
        if ((long)number % 2)
            CHECK_FAILS(close(-1), EBADF);
        else
            CHECK_FAILS(chdir("/no/such/folder"), ENOENT);
        int before = errno;
        sched_yield();
        CHECK(errno == before);
    }
    return NULL;
}

static void errno_is_each_thread_s_own(void)
{
    CHECK_FAILS(close(-1), EBADF);
    run_threads(fail_and_look, 4);
    CHECK(errno == EBADF);
}

static void use_stack(void *done)
{
    volatile char room[40 * 1024];
    for (unsigned i = 0; i < sizeof room; i += PAGE)
        room[i] = 1;
    *(int *)done = large[LARGE - 1] == 0;
}

static void they_do_not_take_the_stack_from_a_thread(void)
{
    struct thread thread;
    int done = 0;
    CHECK(thread_create(&thread, use_stack, &done) == 0);
    thread_join(&thread);
    CHECK(done);
}

int main(void)
{
    RUN(every_thread_begins_with_the_first_values);
    RUN(many_threads_do_not_see_each_other_s);
    RUN(another_thread_may_change_them_by_their_address);
    RUN(the_child_of_a_fork_has_what_its_maker_had_and_changes_its_own);
    RUN(a_thread_that_forks_goes_on_with_its_own_in_the_child);
    RUN(a_signal_handler_has_those_of_the_thread_that_it_interrupts);
    RUN(errno_is_each_thread_s_own);
    RUN(they_do_not_take_the_stack_from_a_thread);
    return finish();
}
