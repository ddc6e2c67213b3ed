/* peterson_broken: Peterson's algorithm with two lines swapped: on some schedules both processes are inside
 *
 * Watch for: it looks as good as the right one and nearly always does as well. Which interrupt, between which two
 * lines, lets both in? userland/sync/peterson_broken.c tells. Find it with other seeds, a --quantum of 50, `--sched
 * random`.
 *
 * Change and try: the twin peterson is right; peterson_greedy_acquire and peterson_unfenced_acquire are wrong
 * otherwise.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/peterson_broken.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

static struct shared {
    struct peterson_late_flag lock;
    volatile int inside;   /* how many are in the critical section */
    volatile int meetings; /* how often one found another there */
} *shared;

static void work(int self, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        peterson_late_flag_acquire(&shared->lock, self);
        shared->meetings += shared->inside++;
        shared->inside--;
        peterson_late_flag_release(&shared->lock, self);
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
