/* POSIX semaphores: with a name, which any process can open, and without. */
#include "check.h"
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <time.h>

static char name[40];

static sem_t *new_semaphore(unsigned int value)
{
    sprintf(name, "/foal-sem-%d", getpid());
    sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, 0600, value);
    CHECK(semaphore != SEM_FAILED);
    return semaphore;
}

static int value_of(sem_t *semaphore)
{
    int value = -1;
    CHECK(sem_getvalue(semaphore, &value) == 0);
    return value;
}

static void a_name_is_made_once_and_found_until_it_is_unlinked(void)
{
    sem_t *semaphore = new_semaphore(3);
    CHECK(value_of(semaphore) == 3);
    CHECK(sem_open(name, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED && errno == EEXIST);
    CHECK(sem_open(name, O_CREAT, 0600, 1) == semaphore);
    CHECK(sem_open(name, 0) == semaphore);
    CHECK(sem_close(semaphore) == 0 && sem_close(semaphore) == 0);
    CHECK(value_of(semaphore) == 3);
    CHECK(sem_unlink(name) == 0);
    CHECK(sem_open(name, 0) == SEM_FAILED && errno == ENOENT);
    CHECK_FAILS(sem_unlink(name), ENOENT);
    CHECK(sem_post(semaphore) == 0 && value_of(semaphore) == 4);
    CHECK(sem_close(semaphore) == 0);
}

static void a_wait_takes_one_and_fails_when_there_is_none(void)
{
    struct timespec past = {1, 0};
    sem_t *semaphore = new_semaphore(1);
    CHECK(sem_unlink(name) == 0);
    CHECK(sem_wait(semaphore) == 0 && value_of(semaphore) == 0);
    CHECK_FAILS(sem_trywait(semaphore), EAGAIN);
    CHECK_FAILS(sem_timedwait(semaphore, &past), ETIMEDOUT);
    past.tv_nsec = -1;
    CHECK_FAILS(sem_timedwait(semaphore, &past), EINVAL);
    past.tv_nsec = 0;
    CHECK(sem_post(semaphore) == 0 && sem_timedwait(semaphore, &past) == 0);
}

static void post_three_times(void)
{
    sem_t *semaphore = sem_open(name, 0);
    CHECK(semaphore != SEM_FAILED);
    for (int i = 0; i < 3; i++) {
        let_others_run();
        CHECK(sem_post(semaphore) == 0);
    }
}

static void processes_wait_for_each_other_by_a_name(void)
{
    sem_t *semaphore = new_semaphore(0);
    pid_t child = start(post_three_times);
    for (int i = 0; i < 3; i++)
        CHECK(sem_wait(semaphore) == 0);
    CHECK(exit_status(child) == 0 && value_of(semaphore) == 0);
    CHECK(sem_unlink(name) == 0);
}

static sem_t *shared;

static void pass_on(void)
{
    CHECK(sem_wait(&shared[0]) == 0);
    CHECK(sem_post(&shared[1]) == 0);
}

static void a_semaphore_can_lie_in_memory_that_is_shared(void)
{
    shared = shared_memory(2 * sizeof(sem_t));
    CHECK(sem_init(&shared[0], 1, 0) == 0 && sem_init(&shared[1], 1, 0) == 0);
    pid_t children[4];
    for (int i = 0; i < 4; i++)
        children[i] = start(pass_on);
    let_others_run();
    for (int i = 0; i < 4; i++)
        CHECK(sem_post(&shared[0]) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(sem_wait(&shared[1]) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(exit_status(children[i]) == 0);
    CHECK(sem_destroy(&shared[0]) == 0);
}

static void values_are_limited(void)
{
    sem_t semaphore;
    CHECK_FAILS(sem_init(&semaphore, 0, 0x80000000u), EINVAL);
    CHECK(sem_init(&semaphore, 0, SEM_VALUE_MAX) == 0);
    CHECK_FAILS(sem_post(&semaphore), EOVERFLOW);
}

int main(void)
{
    RUN(a_name_is_made_once_and_found_until_it_is_unlinked);
    RUN(a_wait_takes_one_and_fails_when_there_is_none);
    RUN(processes_wait_for_each_other_by_a_name);
    RUN(a_semaphore_can_lie_in_memory_that_is_shared);
    RUN(values_are_limited);
    return finish();
}
