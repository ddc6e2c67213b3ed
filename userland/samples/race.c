/* race: two processes add to a shared counter without a lock, and lose updates
 *
 * Watch for: the counter ends too low. Adding one is three steps: load, add, store. When the timer interrupt comes
 * between the load and the store, the other process adds many times, and then the store puts the old value plus one
 * over all of that. How much is lost depends on where the interrupts fall: with the same --seed and --quantum it is
 * the same in every run.
 *
 * Change and try: a longer or a shorter --quantum; more rounds (the argument, `foal boot race 1000000`); one atomic
 * instruction in place of the three steps: __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED). Then see spinlock.c.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2

/* volatile: the compiler must load and store in every round, not add up all rounds at once. */
static void add(volatile long *counter, long rounds)
{
    for (long i = 0; i < rounds; i++) {
        long seen = *counter;
        /* A pause whose length varies, lest the timer strikes at the same place of the loop every time. */
        for (volatile int pause = i % 4; pause > 0; pause--)
            ;
        *counter = seen + 1;
    }
}

int main(int argc, char *argv[])
{
    long rounds = argc > 1 ? atol(argv[1]) : 100000;
    setvbuf(stdout, NULL, _IOLBF, 0);

    /* Shared, so that after fork parent and children still have this one page in common. */
    long *counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counter == MAP_FAILED) {
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
            add(counter, rounds);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        wait(NULL);

    long expected = PROCESSES * rounds;
    printf("expected %ld, got %ld, lost %ld\n", expected, *counter, expected - *counter);
    return 0;
}
