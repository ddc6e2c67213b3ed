/* Everything in userland/sync at which tasks wait for each other: four tasks, threads or processes, all come to the
 * end, and what each mechanism promises holds on the way.
 *
 *     sync_waiting         the tests
 *     sync_waiting all     every mechanism once, few rounds: for many schedules
 *     sync_waiting alone   uses every mechanism without anybody to wait for
 *     sync_waiting NAME    one of the broken mechanisms, few rounds: exit status 0 if it has held
 */
#include "together.h"
#include <fcntl.h>
#include <sync/barrier.h>
#include <sync/barrier_broken.h>
#include <sync/binary_semaphore.h>
#include <sync/bounded_buffer.h>
#include <sync/channel.h>
#include <sync/condition_broken.h>
#include <sync/event.h>
#include <sync/hoare.h>
#include <sync/monitor.h>
#include <sync/once.h>
#include <sync/once_broken.h>
#include <sync/recursive_mutex.h>
#include <sync/rwlock_fair.h>
#include <sync/rwlock_readers.h>
#include <sync/rwlock_writers.h>
#include <sync/semaphore.h>
#include <sync/sense_barrier.h>

enum { TASKS = 4, ROUNDS = 30, FEW_ROUNDS = 4, MOST_MILLISECONDS = 100 };

static struct {
    int rounds;   /* of each task */
    int mistakes; /* counted by all */
    int inside;   /* how many tasks are in a place */
    int writers;  /* how many of them write */
    volatile long total;
    int phase[TASKS]; /* by task */
    int turn;
    struct mutex mutex;
    struct condition condition;
    struct semaphore semaphore;
    struct binary_semaphore binary;
    struct barrier barrier;
    struct sense_barrier sense_barrier;
    struct sync_event event, answer;
    struct once once;
    struct bounded_buffer buffer;
    struct channel channel;
    struct rwlock_readers rwlock_readers;
    struct rwlock_writers rwlock_writers;
    struct rwlock_fair rwlock_fair;
    struct hoare_monitor hoare;
    struct hoare_condition full, vacant;
    struct late_condition late_condition;
    struct one_time_barrier one_time_barrier;
    struct once_broken once_broken;
} *shared;

static int add(int *number, int change)
{
    return __atomic_add_fetch(number, change, __ATOMIC_SEQ_CST);
}

static int look(int *number)
{
    return __atomic_load_n(number, __ATOMIC_SEQ_CST);
}

static void expect(int holds)
{
    if (!holds)
        add(&shared->mistakes, 1);
}

/* ---- semaphores ---- */

static void be_among_two(int self)
{
    (void)self;
    if (self == 0) {
        semaphore_post(&shared->semaphore);
        semaphore_post(&shared->semaphore);
    }
    for (int i = 0; i < shared->rounds; i++) {
        semaphore_wait(&shared->semaphore);
        expect(add(&shared->inside, 1) <= 2);
        dawdle(3);
        add(&shared->inside, -1);
        semaphore_post(&shared->semaphore);
    }
}

/* Tasks 0 and 1 give, the others take: as many as are given. */
static void give_or_take(int self)
{
    for (int i = 0; i < shared->rounds; i++)
        if (self < 2)
            semaphore_post(&shared->semaphore);
        else
            semaphore_wait(&shared->semaphore);
}

static void be_alone_by_binary_semaphore(int self)
{
    if (self == 0)
        binary_semaphore_post(&shared->binary);
    for (int i = 0; i < shared->rounds; i++) {
        binary_semaphore_wait(&shared->binary);
        shared->total = shared->total + 1;
        binary_semaphore_post(&shared->binary);
    }
}

/* ---- conditions and monitors ---- */

static void take_turns(int self)
{
    for (int i = 0; i < shared->rounds; i++) {
        mutex_lock(&shared->mutex);
        while (shared->turn != self)
            condition_wait(&shared->condition, &shared->mutex);
        shared->turn = (self + 1) % TASKS;
        shared->total++;
        condition_broadcast(&shared->condition);
        mutex_unlock(&shared->mutex);
    }
}

/* 0 and 1 put, 2 and 3 take; each producer's items come in their order. */
static void use_bounded_buffer(int self)
{
    long last[2] = {-1, -1};
    for (int i = 0; i < shared->rounds; i++) {
        if (self < 2) {
            bounded_buffer_put(&shared->buffer, 2 * i + self);
            continue;
        }
        long item = bounded_buffer_take(&shared->buffer);
        expect(item / 2 > last[item % 2]);
        last[item % 2] = item / 2;
        __atomic_fetch_add(&shared->total, item, __ATOMIC_RELAXED);
    }
}

static void use_channel(int self)
{
    for (int i = 0; i < shared->rounds; i++)
        if (self < 2)
            channel_send(&shared->channel, 2 * i + self);
        else
            __atomic_fetch_add(&shared->total, channel_receive(&shared->channel), __ATOMIC_RELAXED);
}

static void items_add_up(void)
{
    long items = 2 * shared->rounds;
    expect(shared->total == items * (items - 1) / 2);
}

/* A place for one item, of which `turn` says whether it is there. Nobody looks again after waiting. */
static void use_hoare_monitor(int self)
{
    for (int i = 0; i < shared->rounds; i++) {
        hoare_enter(&shared->hoare);
        if (self < 2) {
            if (shared->turn)
                hoare_wait(&shared->hoare, &shared->vacant);
            expect(!shared->turn);
            shared->turn = 1;
            hoare_signal(&shared->hoare, &shared->full);
        } else {
            if (!shared->turn)
                hoare_wait(&shared->hoare, &shared->full);
            expect(shared->turn);
            shared->turn = 0;
            hoare_signal(&shared->hoare, &shared->vacant);
        }
        hoare_leave(&shared->hoare);
    }
}

/* ---- barriers, events, once ---- */

static void pass_phases(int self, void (*wait)(void))
{
    for (int i = 0; i < shared->rounds; i++) {
        add(&shared->phase[self], 1);
        wait();
        for (int other = 0; other < TASKS; other++)
            expect(look(&shared->phase[other]) > i);
        wait();
    }
}

static void wait_at_barrier(void)
{
    barrier_wait(&shared->barrier, TASKS);
}

static void meet_at_barrier(int self)
{
    pass_phases(self, wait_at_barrier);
}

static void meet_at_sense_barrier(int self)
{
    int sense = 0;
    for (int i = 0; i < shared->rounds; i++) {
        add(&shared->phase[self], 1);
        sense_barrier_wait(&shared->sense_barrier, TASKS, &sense);
        for (int other = 0; other < TASKS; other++)
            expect(look(&shared->phase[other]) > i);
        sense_barrier_wait(&shared->sense_barrier, TASKS, &sense);
    }
}

/* Task 0 sets and at once resets; nobody who waits then misses it. */
static void wait_for_short_event(int self)
{
    if (self > 0) {
        add(&shared->inside, 1);
        sync_event_wait(&shared->event);
        add(&shared->inside, -1);
        return;
    }
    while (look(&shared->inside) > 0 || look(&shared->phase[0]) == 0) {
        shared->phase[0] = 1;
        sync_event_set(&shared->event);
        sync_event_reset(&shared->event);
        sched_yield();
    }
    sync_event_set(&shared->event); /* for those who come late */
}

static void prepare(void *argument)
{
    (void)argument;
    dawdle(10);
    add(&shared->turn, 1);
}

static void prepare_once(int self)
{
    (void)self;
    once_do(&shared->once, prepare, NULL);
    expect(look(&shared->turn) == 1);
    once_do(&shared->once, prepare, NULL);
    expect(look(&shared->turn) == 1);
}

/* ---- readers and writers ---- */

static void read_inside(void)
{
    add(&shared->inside, 1);
    expect(look(&shared->writers) == 0);
    dawdle(3);
    add(&shared->inside, -1);
}

static void write_inside(void)
{
    expect(add(&shared->writers, 1) == 1);
    expect(look(&shared->inside) == 0);
    shared->total = shared->total + 1;
    add(&shared->writers, -1);
}

#define READ_AND_WRITE(name)                                       \
    static void read_and_write_by_##name(int self)                 \
    {                                                              \
        for (int i = 0; i < shared->rounds; i++)                   \
            if ((i + self) % 2 == 0) {                             \
                name##_read(&shared->name);                        \
                read_inside();                                     \
                name##_read_done(&shared->name);                   \
            } else {                                               \
                name##_write(&shared->name);                       \
                write_inside();                                    \
                name##_write_done(&shared->name);                  \
            }                                                      \
    }

READ_AND_WRITE(rwlock_readers)
READ_AND_WRITE(rwlock_writers)
READ_AND_WRITE(rwlock_fair)

/* ---- broken ones ---- */

static void take_turns_by_late_condition(int self)
{
    for (int i = 0; i < shared->rounds; i++) {
        mutex_lock(&shared->mutex);
        while (shared->turn != self)
            late_condition_wait(&shared->late_condition, &shared->mutex);
        shared->turn = (self + 1) % TASKS;
        for (int other = 0; other < TASKS; other++)
            late_condition_signal(&shared->late_condition);
        mutex_unlock(&shared->mutex);
    }
}

static void wait_at_one_time_barrier(void)
{
    one_time_barrier_wait(&shared->one_time_barrier, TASKS);
}

static void meet_at_one_time_barrier(int self)
{
    pass_phases(self, wait_at_one_time_barrier);
}

static void prepare_once_noted_late(int self)
{
    (void)self;
    once_late_do(&shared->once_broken, prepare, NULL);
    expect(look(&shared->turn) == 1);
}

static void prepare_once_noted_early(int self)
{
    (void)self;
    once_early_do(&shared->once_broken, prepare, NULL);
    expect(look(&shared->turn) == 1);
}

/* ---- all of them ---- */

struct mechanism {
    const char *name;
    body_of_task body;
    void (*in_the_end)(void); /* further checks, or null */
};

static void everybody_was_there(void)
{
    expect(shared->total == TASKS * shared->rounds);
}

static void half_of_them_wrote(void)
{
    expect(shared->total == TASKS * shared->rounds / 2);
}

static const struct mechanism right[] = {
    {"semaphore", be_among_two, NULL},
    {"semaphore as a count", give_or_take, NULL},
    {"binary_semaphore", be_alone_by_binary_semaphore, everybody_was_there},
    {"condition", take_turns, everybody_was_there},
    {"bounded_buffer", use_bounded_buffer, items_add_up},
    {"channel", use_channel, items_add_up},
    {"hoare", use_hoare_monitor, NULL},
    {"barrier", meet_at_barrier, NULL},
    {"sense_barrier", meet_at_sense_barrier, NULL},
    {"event", wait_for_short_event, NULL},
    {"once", prepare_once, NULL},
    {"rwlock_readers", read_and_write_by_rwlock_readers, half_of_them_wrote},
    {"rwlock_writers", read_and_write_by_rwlock_writers, half_of_them_wrote},
    {"rwlock_fair", read_and_write_by_rwlock_fair, half_of_them_wrote},
};

static const struct mechanism broken[] = {
    {"late_condition", take_turns_by_late_condition, NULL},
    {"one_time_barrier", meet_at_one_time_barrier, NULL},
    {"once_late", prepare_once_noted_late, NULL},
    {"once_early", prepare_once_noted_early, NULL},
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static void try_mechanism(const struct mechanism *mechanism, int rounds, void (*together)(int, body_of_task))
{
    memset(shared, 0, sizeof *shared);
    shared->rounds = rounds;
    together(TASKS, mechanism->body);
    if (mechanism->in_the_end != NULL)
        mechanism->in_the_end();
    check(shared->mistakes == 0, mechanism->name, __FILE__, __LINE__);
}

static void every_mechanism_holds_among_threads(void)
{
    for (size_t i = 0; i < COUNT(right); i++)
        try_mechanism(&right[i], ROUNDS, as_threads);
}

static void every_mechanism_holds_among_processes(void)
{
    for (size_t i = 0; i < COUNT(right); i++)
        try_mechanism(&right[i], ROUNDS, as_processes);
}

/* ---- what each promises besides ---- */

static void a_semaphore_counts_and_a_binary_one_does_not(void)
{
    struct semaphore three = {.count = 3};
    CHECK(semaphore_try_wait(&three) && semaphore_try_wait(&three) && semaphore_try_wait(&three));
    CHECK(!semaphore_try_wait(&three));
    semaphore_post(&three);
    semaphore_post(&three);
    CHECK(three.count == 2);
    struct binary_semaphore one = {.there = 1};
    binary_semaphore_post(&one);
    CHECK(one.there == 1);
    binary_semaphore_wait(&one);
    CHECK(one.there == 0);
}

static void a_recursive_mutex_is_free_when_unlocked_as_often_as_locked(void)
{
    struct recursive_mutex mutex = {0};
    recursive_mutex_lock(&mutex, 1);
    recursive_mutex_lock(&mutex, 1);
    recursive_mutex_unlock(&mutex);
    CHECK(!mutex_try_lock(&mutex.mutex));
    recursive_mutex_unlock(&mutex);
    CHECK(mutex_try_lock(&mutex.mutex));
}

static void send_one(int self)
{
    if (self == 0) {
        channel_send(&shared->channel, 7);
        shared->turn = 1;
    } else {
        let_others_run();
        CHECK(shared->turn == 0);
        CHECK(channel_receive(&shared->channel) == 7);
    }
}

static void a_sender_does_not_return_before_its_item_is_taken(void)
{
    memset(shared, 0, sizeof *shared);
    as_processes(2, send_one);
    CHECK(shared->turn == 1);
}

static void fill_the_buffer(int self)
{
    for (int i = 0; i < BOUNDED_BUFFER_SLOTS + 1; i++)
        if (self == 0) {
            bounded_buffer_put(&shared->buffer, i);
            add(&shared->turn, 1);
        } else {
            let_others_run();
            CHECK(look(&shared->turn) <= BOUNDED_BUFFER_SLOTS + i);
            CHECK(bounded_buffer_take(&shared->buffer) == i);
        }
}

static void a_bounded_buffer_holds_no_more_than_it_may(void)
{
    memset(shared, 0, sizeof *shared);
    as_processes(2, fill_the_buffer);
}

static int is_asleep(pid_t process)
{
    char path[32], text[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    int fd = open(path, O_RDONLY);
    CHECK(fd >= 0 && read(fd, text, sizeof text - 1) > 0);
    close(fd);
    char *end_of_name = strrchr(text, ')');
    return end_of_name != NULL && end_of_name[2] == 'S';
}

/* Asleep is who sleeps whenever it is looked at: emulators have locks of their own that one sleeps at for a moment. */
static void await_entry_or_sleep(pid_t process)
{
    for (int looks = 0; looks < 20 && look(&shared->turn) == 0; looks = is_asleep(process) ? looks + 1 : 0)
        let_others_run();
}

/* Starts one that reads or writes while a first reader is inside, and says whether it gets in. The reader stays. */
#define ENTERS(name, how)                                     \
    ({                                                        \
        pid_t child = fork();                                 \
        if (child == 0) {                                     \
            name##_##how(&shared->name);                      \
            add(&shared->turn, 1);                            \
            name##_##how##_done(&shared->name);               \
            _exit(0);                                         \
        }                                                     \
        await_entry_or_sleep(child);                          \
        int entered = look(&shared->turn);                    \
        shared->turn = 0;                                     \
        entered;                                              \
    })

static void finish_both(void)
{
    CHECK(wait(NULL) > 0 && wait(NULL) > 0);
}

static void readers_come_before_a_writer_that_waits_if_they_are_preferred(void)
{
    memset(shared, 0, sizeof *shared);
    rwlock_readers_read(&shared->rwlock_readers);
    CHECK(ENTERS(rwlock_readers, write) == 0);
    CHECK(ENTERS(rwlock_readers, read) == 1);
    rwlock_readers_read_done(&shared->rwlock_readers);
    finish_both();
}

static void readers_wait_for_a_writer_that_waits_if_writers_are_preferred(void)
{
    memset(shared, 0, sizeof *shared);
    rwlock_writers_read(&shared->rwlock_writers);
    CHECK(ENTERS(rwlock_writers, write) == 0);
    CHECK(ENTERS(rwlock_writers, read) == 0);
    rwlock_writers_read_done(&shared->rwlock_writers);
    finish_both();
}

static void a_fair_lock_lets_in_who_comes_first(void)
{
    memset(shared, 0, sizeof *shared);
    rwlock_fair_read(&shared->rwlock_fair);
    CHECK(ENTERS(rwlock_fair, read) == 1);
    CHECK(ENTERS(rwlock_fair, write) == 0);
    CHECK(ENTERS(rwlock_fair, read) == 0);
    rwlock_fair_read_done(&shared->rwlock_fair);
    finish_both();
    CHECK(wait(NULL) > 0);
}

static void withdraw(long amount)
{
    MONITOR_PROCEDURE(&shared->buffer.monitor);
    if (amount > shared->total)
        return;
    shared->total -= amount;
}

static void a_monitor_is_left_however_its_procedure_ends(void)
{
    memset(shared, 0, sizeof *shared);
    shared->total = 5;
    withdraw(7);
    withdraw(3);
    CHECK(shared->total == 2);
    CHECK(mutex_try_lock(&shared->buffer.monitor.mutex));
}

/* Nobody else is there, so nothing here need ask the kernel. */
static void use_everything_alone(void)
{
    struct recursive_mutex recursive = {0};
    int sense = 0;
    mutex_lock(&shared->mutex);
    condition_signal(&shared->condition);
    mutex_unlock(&shared->mutex);
    recursive_mutex_lock(&recursive, 1);
    recursive_mutex_unlock(&recursive);
    semaphore_post(&shared->semaphore);
    semaphore_wait(&shared->semaphore);
    binary_semaphore_post(&shared->binary);
    binary_semaphore_wait(&shared->binary);
    bounded_buffer_put(&shared->buffer, 1);
    bounded_buffer_take(&shared->buffer);
    rwlock_readers_read(&shared->rwlock_readers);
    rwlock_readers_read_done(&shared->rwlock_readers);
    rwlock_writers_write(&shared->rwlock_writers);
    rwlock_writers_write_done(&shared->rwlock_writers);
    rwlock_fair_read(&shared->rwlock_fair);
    rwlock_fair_read_done(&shared->rwlock_fair);
    hoare_enter(&shared->hoare);
    hoare_signal(&shared->hoare, &shared->full);
    hoare_leave(&shared->hoare);
    sense_barrier_wait(&shared->sense_barrier, 1, &sense);
    once_do(&shared->once, prepare, NULL);
}

static int run_tests(void)
{
    RUN(every_mechanism_holds_among_threads);
    RUN(every_mechanism_holds_among_processes);
    RUN(a_semaphore_counts_and_a_binary_one_does_not);
    RUN(a_recursive_mutex_is_free_when_unlocked_as_often_as_locked);
    RUN(a_sender_does_not_return_before_its_item_is_taken);
    RUN(a_bounded_buffer_holds_no_more_than_it_may);
    RUN(readers_come_before_a_writer_that_waits_if_they_are_preferred);
    RUN(readers_wait_for_a_writer_that_waits_if_writers_are_preferred);
    RUN(a_fair_lock_lets_in_who_comes_first);
    RUN(a_monitor_is_left_however_its_procedure_ends);
    return finish();
}

int main(int argc, char *argv[])
{
    shared = shared_memory(sizeof *shared);
    if (argc < 2)
        return run_tests();
    if (strcmp(argv[1], "alone") == 0) {
        use_everything_alone();
        return 0;
    }
    do_not_hang(MOST_MILLISECONDS);
    if (strcmp(argv[1], "all") == 0) {
        for (size_t i = 0; i < COUNT(right); i++) {
            try_mechanism(&right[i], FEW_ROUNDS, as_threads);
            try_mechanism(&right[i], FEW_ROUNDS, as_processes);
        }
        return failures != 0;
    }
    for (size_t i = 0; i < COUNT(broken); i++)
        if (strcmp(argv[1], broken[i].name) == 0) {
            try_mechanism(&broken[i], FEW_ROUNDS, as_threads);
            return failures != 0;
        }
    return 2;
}
