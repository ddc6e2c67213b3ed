/* bakery: customers take numbers and are served in their order, by Lamport's algorithm
 *
 * Watch for: the numbers. Nobody hands them out: a customer looks at all others and takes one more than the highest, so
 * that two may have the same; then the lower place goes first. They start at 1 again when nobody is there. Who is
 * served when depends on the schedule; that only one is served at a time does not.
 *
 * Change and try: more visits (the argument); other seeds; a --quantum of 50, which makes equal numbers likely;
 * bakery_broken, whose customers do not say that they are taking a number.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sync/bakery.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define CUSTOMERS 3
#define MOST_VISITS 100 /* of each */

static struct shared {
    struct bakery lock;
    volatile int inside, meetings;
    int served; /* how many entries the log has */
    struct entry {
        int customer;
        long number;
    } log[CUSTOMERS * MOST_VISITS];
} *shared;

static void visit(int self)
{
    bakery_acquire(&shared->lock, self);
    shared->meetings += shared->inside++;
    shared->log[shared->served++] = (struct entry){self, shared->lock.number[self]};
    shared->inside--;
    bakery_release(&shared->lock, self);
}

int main(int argc, char *argv[])
{
    int visits = argc > 1 ? atoi(argv[1]) : 2;
    if (visits < 1 || visits > MOST_VISITS) {
        fprintf(stderr, "the visits must be 1 to %d\n", MOST_VISITS);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 2;
    }

    for (int self = 0; self < CUSTOMERS; self++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 2;
        }
        if (child == 0) {
            for (int i = 0; i < visits; i++)
                visit(self);
            _exit(0);
        }
    }
    for (int self = 0; self < CUSTOMERS; self++)
        wait(NULL);

    for (int i = 0; i < shared->served; i++)
        printf("%c is served with number %ld\n", 'A' + shared->log[i].customer, shared->log[i].number);
    printf("%d customers, %d times served, %d at once\n", CUSTOMERS, shared->served, shared->meetings);
    return shared->meetings != 0 || shared->served != CUSTOMERS * visits;
}
