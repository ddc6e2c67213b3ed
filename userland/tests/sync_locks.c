/* Every lock of userland/sync that tasks hold by turns: of four tasks (or two, where the lock is for two) never two are
 * inside, whether they are threads or processes.
 *
 *     sync_locks          the tests
 *     sync_locks all      every lock once, few rounds: for many schedules
 *     sync_locks NAME     one of them, or of the broken locks, few rounds: exit status 0 if it has held
 */
#include "together.h"
#include <sync/alternation.h>
#include <sync/backoff.h>
#include <sync/bakery.h>
#include <sync/bakery_broken.h>
#include <sync/clh.h>
#include <sync/dekker.h>
#include <sync/dekker_broken.h>
#include <sync/filter.h>
#include <sync/filter_broken.h>
#include <sync/lrsc.h>
#include <sync/mcs.h>
#include <sync/mutex.h>
#include <sync/mutex_broken.h>
#include <sync/peterson.h>
#include <sync/peterson_broken.h>
#include <sync/recursive_mutex.h>
#include <sync/spinlock.h>
#include <sync/spinlock_broken.h>
#include <sync/ticket.h>
#include <sync/ttas.h>

enum { ROUNDS = 40, FEW_ROUNDS = 5, MOST_MILLISECONDS = 100 };

static struct {
    volatile int inside;     /* how many are */
    volatile int violations; /* how often somebody found another inside */
    volatile long counter;   /* only mutual exclusion makes adding to it right */
    int rounds;              /* of each task */
    char lock[PAGE / 2] __attribute__((aligned(8)));
} *shared;

struct kind {
    const char *name;
    int tasks;
    void (*acquire)(int self);
    void (*release)(int self);
};

static const struct kind *tested;

/* Defines a kind of lock from its calls, in which `lock` is the lock and `self` is the task. */
#define LOCK(name, type, tasks, acquire, release) \
    static void name##_in(int self)               \
    {                                             \
        type *lock = (type *)shared->lock;        \
        (void)self;                               \
        acquire;                                  \
    }                                             \
    static void name##_out(int self)              \
    {                                             \
        type *lock = (type *)shared->lock;        \
        (void)self;                               \
        release;                                  \
    }                                             \
    static const struct kind name##_kind = {#name, tasks, name##_in, name##_out};

/* The usual case: NAME_acquire and NAME_release, with or without a number of the task's own. */
#define SELF_LOCK(name, type, tasks) \
    LOCK(name, struct type, tasks, name##_acquire(lock, self), name##_release(lock, self))
#define BARE_LOCK(name, type) LOCK(name, struct type, 4, name##_acquire(lock), name##_release(lock))

BARE_LOCK(spinlock, spinlock)
BARE_LOCK(ttas, ttas_lock)
BARE_LOCK(backoff, backoff_lock)
BARE_LOCK(ticket, ticket_lock)
BARE_LOCK(lrsc, lrsc_lock)
SELF_LOCK(mcs, mcs_lock, 4)
SELF_LOCK(clh, clh_lock, 4)
SELF_LOCK(alternation, alternation, 2)
SELF_LOCK(dekker, dekker, 2)
SELF_LOCK(peterson, peterson, 2)
SELF_LOCK(filter, filter, 4)
SELF_LOCK(bakery, bakery, 4)
LOCK(mutex, struct mutex, 4, mutex_lock(lock), mutex_unlock(lock))
LOCK(recursive_mutex, struct recursive_mutex, 4,
     recursive_mutex_lock(lock, self + 1); recursive_mutex_lock(lock, self + 1),
     recursive_mutex_unlock(lock); recursive_mutex_unlock(lock))

BARE_LOCK(test_then_set, test_then_set_lock)
SELF_LOCK(dekker_no_turn, dekker_no_turn, 2)
SELF_LOCK(dekker_late_flag, dekker_late_flag, 2)
SELF_LOCK(peterson_late_flag, peterson_late_flag, 2)
SELF_LOCK(peterson_greedy, peterson_greedy, 2)
SELF_LOCK(peterson_unfenced, peterson_unfenced, 2)
SELF_LOCK(filter_one_level, filter_one_level, 4)
SELF_LOCK(bakery_no_choosing, bakery_no_choosing, 4)
SELF_LOCK(bakery_no_tie, bakery_no_tie, 4)
LOCK(forgetful_mutex, struct forgetful_mutex, 4, forgetful_mutex_lock(lock), forgetful_mutex_unlock(lock))

static const struct kind *const right[] = {
    &spinlock_kind, &ttas_kind, &backoff_kind, &ticket_kind, &lrsc_kind, &mcs_kind, &clh_kind, &alternation_kind,
    &dekker_kind, &peterson_kind, &filter_kind, &bakery_kind, &mutex_kind, &recursive_mutex_kind,
};

static const struct kind *const broken[] = {
    &test_then_set_kind, &dekker_no_turn_kind, &dekker_late_flag_kind, &peterson_late_flag_kind, &peterson_greedy_kind,
    &peterson_unfenced_kind, &filter_one_level_kind, &bakery_no_choosing_kind, &bakery_no_tie_kind,
    &forgetful_mutex_kind,
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static void go_in_and_out(int self)
{
    for (int i = 0; i < shared->rounds; i++) {
        tested->acquire(self);
        shared->violations += shared->inside++;
        long seen = shared->counter;
        dawdle(3);
        shared->counter = seen + 1;
        shared->inside--;
        tested->release(self);
    }
}

static void try_lock(const struct kind *kind, int rounds, void (*together)(int, body_of_task))
{
    tested = kind;
    memset(shared, 0, sizeof *shared);
    shared->rounds = rounds;
    together(kind->tasks, go_in_and_out);
    CHECK(shared->violations == 0);
    CHECK(shared->counter == kind->tasks * rounds);
}

#define LOCK_TESTS(name)                                                \
    static void name##_excludes_all_other_threads(void)                 \
    {                                                                   \
        try_lock(&name##_kind, ROUNDS, as_threads);                     \
    }                                                                   \
    static void name##_excludes_all_other_processes(void)               \
    {                                                                   \
        try_lock(&name##_kind, ROUNDS, as_processes);                   \
    }

LOCK_TESTS(spinlock)
LOCK_TESTS(ttas)
LOCK_TESTS(backoff)
LOCK_TESTS(ticket)
LOCK_TESTS(lrsc)
LOCK_TESTS(mcs)
LOCK_TESTS(clh)
LOCK_TESTS(alternation)
LOCK_TESTS(dekker)
LOCK_TESTS(peterson)
LOCK_TESTS(filter)
LOCK_TESTS(bakery)
LOCK_TESTS(mutex)
LOCK_TESTS(recursive_mutex)

/* Whoever waits notes when it was served; each joins the queue when the one before it is in it. */
static void serve_in_order(const struct kind *kind, unsigned int (*queue)(void))
{
    pid_t children[3];
    memset(shared, 0, sizeof *shared);
    kind->acquire(0);
    for (int i = 0; i < 3; i++) {
        unsigned int before = queue();
        children[i] = fork();
        if (children[i] == 0) {
            kind->acquire(i + 1);
            CHECK(shared->counter++ == i);
            kind->release(i + 1);
            _exit(failures != 0);
        }
        while (queue() == before)
            sched_yield();
    }
    kind->release(0);
    for (int i = 0; i < 3; i++)
        CHECK(exit_status(children[i]) == 0);
}

static unsigned int mcs_queue(void)
{
    return __atomic_load_n(&((struct mcs_lock *)shared->lock)->last, __ATOMIC_RELAXED);
}

static unsigned int clh_queue(void)
{
    return __atomic_load_n(&((struct clh_lock *)shared->lock)->last, __ATOMIC_RELAXED);
}

static void the_queue_locks_serve_in_the_order_of_arrival(void)
{
    serve_in_order(&mcs_kind, mcs_queue);
    serve_in_order(&clh_kind, clh_queue);
}

static void try_from_another_process(void)
{
    CHECK(mutex_try_lock((struct mutex *)shared->lock) == 0);
}

static void a_held_mutex_cannot_be_locked(void)
{
    struct mutex *mutex = (struct mutex *)shared->lock;
    memset(shared, 0, sizeof *shared);
    CHECK(mutex_try_lock(mutex) == 1);
    CHECK(exit_status(start(try_from_another_process)) == 0);
    mutex_unlock(mutex);
    CHECK(mutex_try_lock(mutex) == 1);
}

static int in_order = 1;

static void pass_the_turn(int self)
{
    for (int i = 0; i < ROUNDS; i++) {
        alternation_acquire((struct alternation *)shared->lock, self);
        if (shared->counter++ % 2 != self)
            in_order = 0;
        alternation_release((struct alternation *)shared->lock, self);
    }
}

static void alternation_alternates(void)
{
    memset(shared, 0, sizeof *shared);
    as_threads(2, pass_the_turn);
    CHECK(in_order && shared->counter == 2 * ROUNDS);
}

static int run_tests(void)
{
#define RUN_BOTH(name) RUN(name##_excludes_all_other_threads); RUN(name##_excludes_all_other_processes)
    RUN_BOTH(spinlock);
    RUN_BOTH(ttas);
    RUN_BOTH(backoff);
    RUN_BOTH(ticket);
    RUN_BOTH(lrsc);
    RUN_BOTH(mcs);
    RUN_BOTH(clh);
    RUN_BOTH(alternation);
    RUN_BOTH(dekker);
    RUN_BOTH(peterson);
    RUN_BOTH(filter);
    RUN_BOTH(bakery);
    RUN_BOTH(mutex);
    RUN_BOTH(recursive_mutex);
    RUN(the_queue_locks_serve_in_the_order_of_arrival);
    RUN(a_held_mutex_cannot_be_locked);
    RUN(alternation_alternates);
    return finish();
}

static int run_all(void)
{
    for (size_t i = 0; i < COUNT(right); i++) {
        int before = failures;
        try_lock(right[i], FEW_ROUNDS, as_threads);
        try_lock(right[i], FEW_ROUNDS, as_processes);
        if (failures != before)
            printf("%s has not held\n", right[i]->name);
    }
    return failures != 0;
}

int main(int argc, char *argv[])
{
    shared = shared_memory(sizeof *shared);
    if (argc < 2)
        return run_tests();
    do_not_hang(MOST_MILLISECONDS);
    if (strcmp(argv[1], "all") == 0)
        return run_all();
    for (size_t i = 0; i < COUNT(right); i++)
        if (strcmp(argv[1], right[i]->name) == 0)
            try_lock(right[i], FEW_ROUNDS, as_threads);
    for (size_t i = 0; i < COUNT(broken); i++)
        if (strcmp(argv[1], broken[i]->name) == 0)
            try_lock(broken[i], FEW_ROUNDS, as_threads);
    return tested == NULL ? 2 : failures != 0;
}
