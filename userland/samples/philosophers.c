/* philosophers: five philosophers share five forks, and nobody starves: each takes the lower fork first
 *
 * Watch for: everybody needs both forks beside the plate. Deadlock needs a circle of those who hold one and wait for
 * the next; where all take forks in the order of their numbers there is none. With the argument "waiter" they take them
 * in any order, but a waiter lets only four try at a time: then one of them finds both. philosophers_broken does
 * neither.
 *
 * Change and try: more meals (the second argument); a single mutex in place of five: right as well, but how many can
 * eat at a time?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sync/mutex.h>
#include <sync/semaphore.h>
#include <sync/thread.h>

enum { PHILOSOPHERS = 5 };

static struct mutex forks[PHILOSOPHERS]; /* fork i lies to the left of philosopher i */
static struct semaphore waiter = {.count = PHILOSOPHERS - 1};
static int ordered = 1, meals = 2;
static int eaten[PHILOSOPHERS];

static void dine(void *argument)
{
    int self = *(int *)argument, left = self, right = (self + 1) % PHILOSOPHERS;
    int first = ordered && right < left ? right : left;
    int second = first == left ? right : left;
    for (int meal = 0; meal < meals; meal++) {
        if (!ordered)
            semaphore_wait(&waiter);
        mutex_lock(&forks[first]);
        mutex_lock(&forks[second]);
        eaten[self]++;
        mutex_unlock(&forks[second]);
        mutex_unlock(&forks[first]);
        if (!ordered)
            semaphore_post(&waiter);
    }
}

int main(int argc, char *argv[])
{
    struct thread threads[PHILOSOPHERS];
    int names[PHILOSOPHERS], total = 0;
    if (argc > 1 && strcmp(argv[1], "waiter") == 0)
        ordered = 0;
    if (argc > 2)
        meals = atoi(argv[2]);
    for (int i = 0; i < PHILOSOPHERS; i++) {
        names[i] = i;
        if (thread_create(&threads[i], dine, &names[i]) < 0)
            return 2;
    }
    for (int i = 0; i < PHILOSOPHERS; i++) {
        thread_join(&threads[i]);
        total += eaten[i];
    }
    printf("%d philosophers had %d meals\n", PHILOSOPHERS, total);
    return total == PHILOSOPHERS * meals ? 0 : 1;
}
