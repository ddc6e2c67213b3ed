/* bakery_broken: customers do not say that they are taking a number; on some schedules two are served at once
 *
 * Watch for: two take the same number. Who has the lower place goes first; but the other may have looked before that
 * one had written its number down, and be inside already. Find a schedule with other seeds, a --quantum of 50, `--sched
 * random`.
 *
 * Change and try: the twin bakery is right, and shows the numbers.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/bakery_broken.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

static struct shared {
    struct bakery_no_choosing lock;
    volatile int inside;   /* how many are in the critical section */
    volatile int meetings; /* how often one found another there */
} *shared;

static void work(int self, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        bakery_no_choosing_acquire(&shared->lock, self);
        shared->meetings += shared->inside++;
        shared->inside--;
        bakery_no_choosing_release(&shared->lock, self);
    }
}

int main(int argc, char *argv[])
{
    int rounds = argc > 1 ? atoi(argv[1]) : 3;
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 2;
    }

    for (int self = 0; self < PROCESSES; self++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 2;
        }
        if (child == 0) {
            work(self, rounds);
            _exit(0);
        }
    }
    for (int self = 0; self < PROCESSES; self++)
        wait(NULL);

    printf("%d processes were inside %d times each; they met %d times\n", PROCESSES, rounds, shared->meetings);
    return shared->meetings != 0;
}
