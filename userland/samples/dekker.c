/* dekker: two processes exclude each other with loads and stores alone, by Dekker's algorithm
 *
 * Watch for: the oldest solution, and why it needs three words. With the two flags alone both would wait for ever when
 * both want to enter; with the turn alone they would have to alternate. Read userland/sync/dekker.c.
 *
 * Change and try: more rounds (the argument); dekker_broken looks before it raises its flag; dekker_no_turn in
 * userland/sync/dekker_broken.h waits for ever on some schedules.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/dekker.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

static struct shared {
    struct dekker lock;
    volatile int inside;   /* how many are in the critical section */
    volatile int meetings; /* how often one found another there */
} *shared;

static void work(int self, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        dekker_acquire(&shared->lock, self);
        shared->meetings += shared->inside++;
        shared->inside--;
        dekker_release(&shared->lock, self);
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
