/* Futexes with priority inheritance: locks whose word has the number of their owner. */
#include "check.h"
#include <sync/thread.h>
#include <sys/syscall.h>
#include <time.h>

enum { WAIT = 0, WAKE = 1, LOCK_PI = 6, UNLOCK_PI = 7, TRYLOCK_PI = 8, WAIT_REQUEUE_PI = 11, CMP_REQUEUE_PI = 12, LOCK_PI2 = 13 };
enum { PRIVATE = 128, REALTIME = 256 };
enum { OWNER_DIED = 0x40000000, WAITERS = (int)0x80000000 };

static long futex(void *address, int operation, int value, const void *timeout, void *second, int value3)
{
    return syscall(SYS_futex, address, operation, value, timeout, second, value3);
}

static long lock(int *word)
{
    return futex(word, LOCK_PI, 0, NULL, NULL, 0);
}

static long unlock(int *word)
{
    return futex(word, UNLOCK_PI, 0, NULL, NULL, 0);
}

static int own_tid(void)
{
    return syscall(SYS_gettid);
}

static int load(int *word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static void await(int *word, int bits)
{
    while ((load(word) & bits) == 0)
        sched_yield();
}

static int mutex, other_mutex, condition, begun, done;

static void a_free_lock_is_taken_and_given_back(void)
{
    CHECK(lock(&mutex) == 0);
    CHECK(mutex == own_tid());
    CHECK_FAILS(lock(&mutex), EDEADLK);
    CHECK_FAILS(futex(&mutex, TRYLOCK_PI, 0, NULL, NULL, 0), EDEADLK);
    CHECK(unlock(&mutex) == 0);
    CHECK(mutex == 0);
    CHECK(futex(&mutex, TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0) == 0);
    CHECK(mutex == own_tid());
}

static void do_nothing(void) {}

static void bad_addresses_and_owners_fail(void)
{
    CHECK_FAILS(lock((int *)((char *)&mutex + 2)), EINVAL);
    CHECK_FAILS(lock((int *)8), EFAULT);
    CHECK_FAILS(unlock((int *)8), EFAULT);
    CHECK_FAILS(unlock(&mutex), EPERM);
    CHECK_FAILS(futex(&mutex, LOCK_PI | REALTIME, 0, NULL, NULL, 0), ENOSYS);
    pid_t dead = start(do_nothing);
    CHECK(exit_status(dead) == 0);
    mutex = dead;
    CHECK_FAILS(lock(&mutex), ESRCH);
    CHECK(mutex == (dead | WAITERS));
    mutex = dead | OWNER_DIED;
    CHECK_FAILS(lock(&mutex), ESRCH);
    mutex = OWNER_DIED;
    CHECK(lock(&mutex) == 0);
    CHECK(mutex == (own_tid() | OWNER_DIED));
}

static void lock_and_unlock(void *argument)
{
    int *word = argument;
    CHECK(lock(word) == 0);
    CHECK((load(word) & 0x3fffffff) == own_tid());
    done = load(word);
    CHECK(unlock(word) == 0);
}

static void who_gives_a_lock_back_gives_it_to_who_waits(void)
{
    struct thread thread;
    CHECK(lock(&mutex) == 0);
    CHECK(thread_create(&thread, lock_and_unlock, &mutex) == 0);
    await(&mutex, WAITERS);
    CHECK(mutex == (own_tid() | WAITERS));
    CHECK(unlock(&mutex) == 0);
    CHECK(load(&mutex) != own_tid());
    thread_join(&thread);
    CHECK(mutex == 0);
    CHECK((done & WAITERS) != 0 && (done & OWNER_DIED) == 0);
}

static void hold_until_told(void *argument)
{
    CHECK(lock(argument) == 0);
    __atomic_store_n(&begun, 1, __ATOMIC_SEQ_CST);
    await(&done, 1);
    CHECK(unlock(argument) == 0);
}

static void start_holder(struct thread *thread, int *word)
{
    CHECK(thread_create(thread, hold_until_told, word) == 0);
    await(&begun, 1);
}

static void stop_holder(struct thread *thread)
{
    __atomic_store_n(&done, 1, __ATOMIC_SEQ_CST);
    thread_join(thread);
}

static void a_lock_of_another_is_not_waited_for_beyond_the_time(void)
{
    struct timespec soon, never = {0, 1000000000}, past = {1, 0};
    struct thread holder;
    start_holder(&holder, &mutex);
    CHECK_FAILS(futex(&mutex, TRYLOCK_PI, 0, NULL, NULL, 0), EAGAIN);
    CHECK_FAILS(futex(&mutex, LOCK_PI, 0, &never, NULL, 0), EINVAL);
    CHECK_FAILS(futex(&mutex, LOCK_PI, 0, &past, NULL, 0), ETIMEDOUT);
    CHECK(clock_gettime(CLOCK_REALTIME, &soon) == 0);
    CHECK_FAILS(futex(&mutex, LOCK_PI, 0, &soon, NULL, 0), ETIMEDOUT);
    CHECK_FAILS(unlock(&mutex), EPERM);
    stop_holder(&holder);
    CHECK(mutex == 0);
}

static void lock_pi2_goes_by_the_clock_that_is_asked_for(void)
{
    struct timespec now;
    struct thread holder;
    start_holder(&holder, &mutex);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    long result = futex(&mutex, LOCK_PI2, 0, &now, NULL, 0);
    if (result == -1 && errno == ENOSYS)
        _exit(SKIPPED);
    CHECK(result == -1 && errno == ETIMEDOUT);
    CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    CHECK_FAILS(futex(&mutex, LOCK_PI2 | REALTIME, 0, &now, NULL, 0), ETIMEDOUT);
    stop_holder(&holder);
}

static void hold_one_and_want_the_other(void *argument)
{
    (void)argument;
    CHECK(lock(&other_mutex) == 0);
    CHECK(lock(&mutex) == 0);
    CHECK(unlock(&mutex) == 0);
    CHECK(unlock(&other_mutex) == 0);
}

static void a_circle_of_owners_is_refused(void)
{
    struct thread thread;
    CHECK(lock(&mutex) == 0);
    CHECK(thread_create(&thread, hold_one_and_want_the_other, NULL) == 0);
    await(&mutex, WAITERS);
    CHECK_FAILS(lock(&other_mutex), EDEADLK);
    CHECK(unlock(&mutex) == 0);
    thread_join(&thread);
    CHECK((other_mutex & 0x3fffffff) == 0);
}

static void die_holding(void *argument)
{
    CHECK(lock(argument) == 0);
    await(argument, WAITERS);
}

static void who_waits_for_a_dead_owner_gets_the_lock_and_is_told(void)
{
    struct thread thread;
    CHECK(thread_create(&thread, die_holding, &mutex) == 0);
    await(&mutex, -1);
    CHECK(lock(&mutex) == 0);
    CHECK((mutex & (0x3fffffff | OWNER_DIED)) == (own_tid() | OWNER_DIED));
    thread_join(&thread);
    CHECK(unlock(&mutex) == 0);
    CHECK(mutex == 0);
}

static int *shared;

static void be_killed_holding(void)
{
    CHECK(lock(shared) == 0);
    await(shared, 0); /* for ever */
}

static void who_waits_for_a_killed_process_gets_the_lock(void)
{
    shared = shared_memory(PAGE);
    pid_t holder = start(be_killed_holding);
    await(shared, -1);
    pid_t killer = fork();
    if (killer == 0) {
        await(shared, WAITERS);
        kill(holder, SIGKILL);
        _exit(0);
    }
    CHECK(lock(shared) == 0);
    CHECK((*shared & (0x3fffffff | OWNER_DIED)) == (own_tid() | OWNER_DIED));
    CHECK(death_signal(holder) == SIGKILL);
    CHECK(exit_status(killer) == 0);
}

static volatile int handled;

static void note_and_tell_the_holder(int signal)
{
    handled = signal;
    done = 1;
}

static void a_signal_does_not_end_the_wait(void)
{
    struct sigaction action = {.sa_handler = note_and_tell_the_holder};
    struct thread holder;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    start_holder(&holder, &mutex);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        let_others_run();
        kill(parent, SIGUSR1);
        _exit(0);
    }
    CHECK(lock(&mutex) == 0);
    CHECK(handled == SIGUSR1);
    CHECK(unlock(&mutex) == 0);
    CHECK(exit_status(child) == 0);
    thread_join(&holder);
}

static void wait_at_the_condition(void *argument)
{
    (void)argument;
    CHECK(futex(&condition, WAIT_REQUEUE_PI, 0, NULL, &mutex, 0) == 0);
    CHECK((load(&mutex) & 0x3fffffff) == own_tid());
    __atomic_fetch_add(&done, 1, __ATOMIC_SEQ_CST);
    CHECK(unlock(&mutex) == 0);
}

static void plain_operations_and_those_with_an_owner_do_not_mix(void)
{
    struct thread thread, waiter;
    CHECK(lock(&mutex) == 0);
    CHECK(thread_create(&thread, lock_and_unlock, &mutex) == 0);
    await(&mutex, WAITERS);
    let_others_run();
    CHECK_FAILS(futex(&mutex, WAKE, 1, NULL, NULL, 0), EINVAL);
    CHECK(unlock(&mutex) == 0);
    thread_join(&thread);
    CHECK(thread_create(&waiter, wait_at_the_condition, NULL) == 0);
    while (futex(&condition, WAKE, 1, NULL, NULL, 0) == 0)
        sched_yield(); /* until it is there */
    CHECK_FAILS(futex(&condition, WAKE, 1, NULL, NULL, 0), EINVAL);
    CHECK_FAILS(lock(&condition), EINVAL);
    CHECK_FAILS(futex(&condition, CMP_REQUEUE_PI, 1, (void *)1, &other_mutex, 0), EINVAL);
    CHECK(futex(&condition, CMP_REQUEUE_PI, 1, (void *)1, &mutex, 0) == 1);
    thread_join(&waiter);
}

static void who_is_woken_at_a_condition_owns_the_mutex(void)
{
    struct thread threads[3];
    for (int i = 0; i < 3; i++)
        CHECK(thread_create(&threads[i], wait_at_the_condition, NULL) == 0);
    int moved = 0;
    CHECK(lock(&mutex) == 0);
    while (moved < 3) {
        long now = futex(&condition, CMP_REQUEUE_PI, 1, (void *)5, &mutex, 0);
        CHECK(now >= 0);
        moved += now;
        sched_yield();
    }
    CHECK(load(&done) == 0);
    CHECK((load(&mutex) & WAITERS) != 0);
    CHECK(unlock(&mutex) == 0);
    for (int i = 0; i < 3; i++)
        thread_join(&threads[i]);
    CHECK(done == 3);
    CHECK_FAILS(futex(&condition, CMP_REQUEUE_PI, 2, NULL, &mutex, 0), EINVAL);
    CHECK_FAILS(futex(&condition, CMP_REQUEUE_PI, 1, NULL, &condition, 0), EINVAL);
    CHECK_FAILS(futex(&condition, CMP_REQUEUE_PI, 1, NULL, &mutex, 7), EAGAIN);
    CHECK(futex(&condition, CMP_REQUEUE_PI, 1, NULL, &mutex, 0) == 0);
    CHECK_FAILS(futex(&condition, WAIT_REQUEUE_PI, 0, NULL, &condition, 0), EINVAL);
    CHECK_FAILS(futex(&condition, WAIT_REQUEUE_PI, 7, NULL, &mutex, 0), EAGAIN);
    struct timespec past = {1, 0};
    CHECK_FAILS(futex(&condition, WAIT_REQUEUE_PI | REALTIME, 0, &past, &mutex, 0), ETIMEDOUT);
}

/* ---- real-time priorities, on one hart ---- */

static struct thread actors[4];
static char order[4];
static int acted;

struct part {
    char name;
    int priority;
    int *holds;
    int *wants;
};

static void note_turn(char name)
{
    order[acted++] = name;
}

static void set_priority(int priority)
{
    struct sched_param parameters = {priority};
    CHECK(sched_setscheduler(0, SCHED_FIFO, &parameters) == 0);
}

/* What an actor does: takes a lock, wants another, computes, and gives back what it has. */
static void act(void *argument)
{
    struct part *part = argument;
    set_priority(part->priority);
    if (part->holds)
        CHECK(lock(part->holds) == 0);
    __atomic_fetch_add(&begun, 1, __ATOMIC_SEQ_CST);
    if (part->priority == 1)
        await(&done, 1); /* everybody has come */
    if (part->wants)
        CHECK(lock(part->wants) == 0);
    for (volatile int i = 0; i < 30000; i++)
        ;
    if (part->wants)
        CHECK(unlock(part->wants) == 0);
    if (part->holds)
        CHECK(unlock(part->holds) == 0);
    note_turn(part->name);
}

/* The director goes before all actors, on the same hart. The humblest has priority 1 and must have its lock before any other
 * comes, and so on: each runs alone until it waits, or until it has begun. */
static void play(struct part *parts, int count)
{
    unsigned long first_hart = 1;
    struct sched_param highest = {50};
    if (sched_setscheduler(0, SCHED_FIFO, &highest) < 0)
        skip("real-time priorities are forbidden here");
    CHECK(syscall(SYS_sched_setaffinity, 0, sizeof first_hart, &first_hart) >= 0);
    struct timespec moment = {0, 2000000};
    for (int i = 0; i < count; i++) {
        CHECK(thread_create(&actors[i], act, &parts[i]) == 0);
        if (parts[i].holds)
            while (load(&begun) < i + 1)
                nanosleep(&moment, NULL);
    }
    __atomic_store_n(&done, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < count; i++)
        thread_join(&actors[i]);
}

/* What happened on Mars in 1997: the bus manager waited for the meteorologist's mutex, who waited for the radio. */
static void who_computes_does_not_keep_an_urgent_task_from_a_humble_ones_lock(void)
{
    struct part parts[] = {
        {.name = 'h', .priority = 1, .holds = &mutex},
        {.name = 'm', .priority = 20},
        {.name = 'u', .priority = 30, .wants = &mutex},
    };
    play(parts, 3);
    CHECK(memcmp(order, "umh", 3) == 0);
}

static void urgency_is_lent_along_a_chain_of_owners(void)
{
    struct part parts[] = {
        {.name = 'h', .priority = 1, .holds = &mutex},
        {.name = 'b', .priority = 10, .holds = &other_mutex, .wants = &mutex},
        {.name = 'm', .priority = 20},
        {.name = 'u', .priority = 30, .wants = &other_mutex},
    };
    play(parts, 4);
    CHECK(memcmp(order, "umbh", 4) == 0);
}

static void the_most_urgent_who_waits_gets_the_lock(void)
{
    struct part parts[] = {
        {.name = 'h', .priority = 1, .holds = &mutex},
        {.name = 'a', .priority = 10, .wants = &mutex},
        {.name = 'c', .priority = 30, .wants = &mutex},
        {.name = 'b', .priority = 20, .wants = &mutex},
    };
    play(parts, 4);
    CHECK(memcmp(order, "cbah", 4) == 0);
}

int main(void)
{
    RUN(a_free_lock_is_taken_and_given_back);
    RUN(bad_addresses_and_owners_fail);
    RUN(who_gives_a_lock_back_gives_it_to_who_waits);
    RUN(a_lock_of_another_is_not_waited_for_beyond_the_time);
    RUN(lock_pi2_goes_by_the_clock_that_is_asked_for);
    RUN(a_circle_of_owners_is_refused);
    RUN(who_waits_for_a_dead_owner_gets_the_lock_and_is_told);
    RUN(who_waits_for_a_killed_process_gets_the_lock);
    RUN(a_signal_does_not_end_the_wait);
    RUN(plain_operations_and_those_with_an_owner_do_not_mix);
    RUN(who_is_woken_at_a_condition_owns_the_mutex);
    RUN(who_computes_does_not_keep_an_urgent_task_from_a_humble_ones_lock);
    RUN(urgency_is_lent_along_a_chain_of_owners);
    RUN(the_most_urgent_who_waits_gets_the_lock);
    return finish();
}
