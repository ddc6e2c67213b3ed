/* spinlock: two processes add to a shared counter under a spinlock, and lose nothing
 *
 * Watch for: the counter is exact, always. But look at the spins: they are what the lock costs. On one hart, a process
 * that is preempted while it holds the lock makes the other spin for its whole quantum in vain. How many spins there
 * are, and who has them, depends on where the timer interrupts fall.
 *
 * Change and try: other values of --quantum, two harts, and the other locks: ttas_lock in <sync/ttas.h>, ticket_lock
 * in <sync/ticket.h>. Which of them spins least? What if a process calls sched_yield() when it finds the lock held?
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/spinlock.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

struct shared {
    struct spinlock lock;
    volatile long counter; /* only to be touched under the lock */
    struct lock_statistics statistics[PROCESSES];
};

static void add(struct shared *shared, long rounds)
{
    for (long i = 0; i < rounds; i++) {
        spinlock_acquire(&shared->lock);
        long seen = shared->counter;
        for (volatile int pause = i % 4; pause > 0; pause--)
            ;
        shared->counter = seen + 1;
        spinlock_release(&shared->lock);
    }
}

int main(int argc, char *argv[])
{
    long rounds = argc > 1 ? atol(argv[1]) : 100000;
    setvbuf(stdout, NULL, _IOLBF, 0);

    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 1;
    }

    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 1;
        }
        if (child == 0) {
            add(shared, rounds);
            shared->statistics[i] = lock_statistics;
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        wait(NULL);

    long expected = PROCESSES * rounds;
    printf("expected %ld, got %ld, lost %ld\n", expected, shared->counter, expected - shared->counter);
    for (int i = 0; i < PROCESSES; i++)
        printf("process %d: %lu acquisitions, %lu spins\n", i + 1, shared->statistics[i].acquisitions,
               shared->statistics[i].spins);
    return shared->counter == expected ? 0 : 1;
}
