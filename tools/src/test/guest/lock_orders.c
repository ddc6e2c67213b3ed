/* Two threads that take locks, in an order that the argument names: some are a deadlock on some schedule, others on none. */
#include <sched.h>
#include <string.h>
#include <sync/condition.h>
#include <sync/mutex.h>
#include <sync/recursive_mutex.h>
#include <sync/rwlock_readers.h>
#include <sync/spinlock.h>
#include <sync/thread.h>
#include <sync/ticket.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static struct mutex gate, one, other;
static struct recursive_mutex again;
static struct rwlock_readers reading, also_reading;
static struct condition changed;
static int is_changed;

static void lock_both(struct mutex *first, struct mutex *second)
{
    mutex_lock(first);
    mutex_lock(second);
    mutex_unlock(second);
    mutex_unlock(first);
}

/* ---- harmless ---- */

static void through_the_gate(void *self)
{
    mutex_lock(&gate);
    lock_both(self ? &one : &other, self ? &other : &one);
    mutex_unlock(&gate);
}

static void try_in_another_order(void *self)
{
    struct mutex *first = self ? &one : &other, *second = self ? &other : &one;
    mutex_lock(first);
    if (mutex_try_lock(second))
        mutex_unlock(second);
    mutex_unlock(first);
}

static void twice(void *self)
{
    int me = self != NULL ? 2 : 1;
    recursive_mutex_lock(&again, me);
    mutex_lock(&one);
    recursive_mutex_lock(&again, me);
    recursive_mutex_unlock(&again);
    mutex_unlock(&one);
    recursive_mutex_unlock(&again);
}

static void wait_and_change(void *self)
{
    mutex_lock(&one);
    if (self) {
        is_changed = 1;
        condition_signal(&changed);
    } else {
        while (!is_changed)
            condition_wait(&changed, &one);
    }
    mutex_unlock(&one);
}

static void read_crosswise(void *self)
{
    struct rwlock_readers *first = self ? &reading : &also_reading, *second = self ? &also_reading : &reading;
    rwlock_readers_read(first);
    rwlock_readers_read(second);
    rwlock_readers_read_done(second);
    rwlock_readers_read_done(first);
}

/* ---- not harmless ---- */

static void crosswise_around_a_failed_exec(void *self)
{
    struct mutex *first = self ? &one : &other, *second = self ? &other : &one;
    mutex_lock(first);
    execve("/nowhere", NULL, NULL);
    mutex_lock(second);
    mutex_unlock(second);
    mutex_unlock(first);
}

static void crosswise(void *self)
{
    lock_both(self ? &one : &other, self ? &other : &one);
}

static void write_and_read(void *self)
{
    if (self) {
        mutex_lock(&one);
        rwlock_readers_write(&reading);
        rwlock_readers_write_done(&reading);
        mutex_unlock(&one);
    } else {
        rwlock_readers_read(&reading);
        mutex_lock(&one);
        mutex_unlock(&one);
        rwlock_readers_read_done(&reading);
    }
}

/* Whoever has waited for a condition takes its mutex again, here while it holds another. */
static void wait_with_another(void *self)
{
    static int is_begun;
    if (self) {
        lock_both(&one, &other);
        __atomic_store_n(&is_begun, 1, __ATOMIC_SEQ_CST);
        for (int waiters = 0; waiters == 0; sched_yield()) {
            mutex_lock(&one);
            waiters = changed.waiters;
            is_changed = waiters != 0;
            condition_signal(&changed);
            mutex_unlock(&one);
        }
    } else {
        while (!__atomic_load_n(&is_begun, __ATOMIC_SEQ_CST))
            sched_yield();
        mutex_lock(&one);
        mutex_lock(&other);
        while (!is_changed)
            condition_wait(&changed, &one);
        mutex_unlock(&other);
        mutex_unlock(&one);
    }
}

static void together(void (*body)(void *))
{
    struct thread threads[2];
    thread_create(&threads[0], body, NULL);
    thread_create(&threads[1], body, threads);
    thread_join(&threads[0]);
    thread_join(&threads[1]);
}

/* Processes that have the same locks at different addresses. */
static void processes(void)
{
    struct pair {
        struct spinlock spin;
        struct ticket_lock ticket;
    } *locks = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (fork() == 0) {
        struct pair *moved = mremap(locks, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, (char *)locks - (1 << 20));
        spinlock_acquire(&moved->spin);
        ticket_acquire(&moved->ticket);
        ticket_release(&moved->ticket);
        spinlock_release(&moved->spin);
        _exit(0);
    }
    ticket_acquire(&locks->ticket);
    spinlock_acquire(&locks->spin);
    spinlock_release(&locks->spin);
    ticket_release(&locks->ticket);
    wait(NULL);
}

static void before_anybody_else(void *unused)
{
    (void)unused;
    lock_both(&one, &other);
}

int main(int argc, char *argv[])
{
    static const struct {
        const char *name;
        void (*body)(void *);
    } bodies[] = {
        {"gate", through_the_gate}, {"try", try_in_another_order}, {"recursive", twice}, {"wait", wait_and_change},
        {"readers", read_crosswise}, {"early", before_anybody_else},
        {"crosswise", crosswise}, {"exec", crosswise_around_a_failed_exec}, {"writer", write_and_read}, {"condition", wait_with_another},
    };
    if (argc != 2)
        return 2;
    if (strcmp(argv[1], "early") == 0) {
        lock_both(&other, &one);
        lock_both(&one, &other);
    }
    if (strcmp(argv[1], "processes") == 0) {
        processes();
        return 0;
    }
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        if (strcmp(argv[1], bodies[i].name) == 0) {
            together(bodies[i].body);
            return 0;
        }
    return 2;
}
