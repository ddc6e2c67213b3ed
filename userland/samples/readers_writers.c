/* readers_writers: readers share, writers are alone; who comes first when both want in is a matter of preference
 *
 * Watch for: three readers read again and again while a writer writes a few times. What counts is how many reads get in
 * between while the writer waits. A lock that prefers readers lets in all that come: a writer may starve. One that
 * prefers writers lets in none but those who are already there; a fair one those who came before. The numbers depend on
 * the schedule; that the readers never see a half-written pair does not.
 *
 * Change and try: other values of --quantum and --sched; many writers and one reader: who starves now?
 */
#include <sched.h>
#include <stdio.h>
#include <sync/rwlock_fair.h>
#include <sync/rwlock_readers.h>
#include <sync/rwlock_writers.h>
#include <sync/thread.h>

enum { READERS = 3, READS = 40, WRITES = 10 };

static struct rwlock_readers by_readers;
static struct rwlock_writers by_writers;
static struct rwlock_fair by_fairness;

static void readers_read(void) { rwlock_readers_read(&by_readers); }
static void readers_read_done(void) { rwlock_readers_read_done(&by_readers); }
static void readers_write(void) { rwlock_readers_write(&by_readers); }
static void readers_write_done(void) { rwlock_readers_write_done(&by_readers); }
static void writers_read(void) { rwlock_writers_read(&by_writers); }
static void writers_read_done(void) { rwlock_writers_read_done(&by_writers); }
static void writers_write(void) { rwlock_writers_write(&by_writers); }
static void writers_write_done(void) { rwlock_writers_write_done(&by_writers); }
static void fair_read(void) { rwlock_fair_read(&by_fairness); }
static void fair_read_done(void) { rwlock_fair_read_done(&by_fairness); }
static void fair_write(void) { rwlock_fair_write(&by_fairness); }
static void fair_write_done(void) { rwlock_fair_write_done(&by_fairness); }

static const struct lock {
    const char *preference;
    void (*read)(void), (*read_done)(void), (*write)(void), (*write_done)(void);
} locks[] = {
    {"readers first", readers_read, readers_read_done, readers_write, readers_write_done},
    {"writers first", writers_read, writers_read_done, writers_write, writers_write_done},
    {"fair", fair_read, fair_read_done, fair_write, fair_write_done},
};

static const struct lock *lock;
static int one, other;      /* guarded by the lock; always alike */
static int reads;           /* how many there were */
static int unlike;          /* how often a reader saw them differ */

static void read_often(void *unused)
{
    (void)unused;
    for (int i = 0; i < READS; i++) {
        lock->read();
        int first = one;
        sched_yield();
        if (other != first)
            __atomic_fetch_add(&unlike, 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&reads, 1, __ATOMIC_SEQ_CST);
        lock->read_done();
    }
}

/* Returns how many reads there were while it waited. */
static int write_sometimes(void)
{
    int overtaken = 0;
    for (int i = 0; i < WRITES; i++) {
        int before = __atomic_load_n(&reads, __ATOMIC_SEQ_CST);
        lock->write();
        overtaken += __atomic_load_n(&reads, __ATOMIC_SEQ_CST) - before;
        one++;
        other++;
        lock->write_done();
        sched_yield();
    }
    return overtaken;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (unsigned int i = 0; i < sizeof locks / sizeof locks[0]; i++) {
        struct thread threads[READERS];
        lock = &locks[i];
        for (int reader = 0; reader < READERS; reader++)
            if (thread_create(&threads[reader], read_often, NULL) < 0)
                return 2;
        int overtaken = write_sometimes();
        for (int reader = 0; reader < READERS; reader++)
            thread_join(&threads[reader]);
        printf("%s: %d writes waited for %d reads\n", lock->preference, WRITES, overtaken);
    }
    return unlike != 0;
}
