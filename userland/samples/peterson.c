/* peterson: two processes exclude each other with loads and stores alone, by Peterson's algorithm
 *
 * Watch for: no atomic instruction and no system call between them, only three words in shared memory. Each says that
 * it wants to enter, offers the turn to the other, and waits while the other wants to enter and has the turn. Read
 * userland/sync/peterson.c; `foal cc -S` shows the fences that the compiler puts around each access.
 *
 * Change and try: more rounds (the argument); peterson_broken swaps two lines; plain int in place of atomic_int.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/peterson.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

static struct shared {
    struct peterson lock;
    volatile int inside;   /* how many are in the critical section */
    volatile int meetings; /* how often one found another there */
} *shared;

static void work(int self, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        peterson_acquire(&shared->lock, self);
        shared->meetings += shared->inside++;
        shared->inside--;
        peterson_release(&shared->lock, self);
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
