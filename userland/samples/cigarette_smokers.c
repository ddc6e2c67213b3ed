/* cigarette_smokers: an agent puts two of three things on the table, and the smoker who has the third must notice
 *
 * Watch for: a smoker who waits for one thing and then for the other takes what another smoker needs, and all wait for
 * ever. So nobody waits for things. A pusher for each thing wakes when it appears, notes it, and, when it knows of two,
 * wakes the one smoker whom they serve.
 *
 * Change and try: let the smokers wait for the two semaphores themselves and see Foal report the deadlock; a monitor
 * with the table in it: is it shorter?
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/semaphore.h>
#include <sync/thread.h>

enum { TOBACCO, PAPER, MATCHES, THINGS, ROUNDS = 6 };

/* What the agent does not put on the table: its owner smokes. */
static const int left_out[ROUNDS] = {MATCHES, TOBACCO, PAPER, PAPER, MATCHES, PAPER};
static const char *const names[THINGS] = {"tobacco", "paper", "matches"};
static struct semaphore appeared[THINGS]; /* for its pusher: the thing lies on the table */
static struct semaphore smoker[THINGS];   /* for the smoker who has the thing: both others are there */
static struct semaphore agent;            /* the table is empty */
static struct mutex mutex;
static int noted[THINGS]; /* guarded by the mutex: a pusher knows that the thing is there */
static int smoked[THINGS], closing;

static void push(void *argument)
{
    int thing = *(int *)argument;
    for (;;) {
        semaphore_wait(&appeared[thing]);
        if (closing)
            return;
        mutex_lock(&mutex);
        noted[thing] = 1;
        for (int other = 0; other < THINGS; other++)
            if (other != thing && noted[other]) {
                noted[thing] = noted[other] = 0;
                semaphore_post(&smoker[THINGS - thing - other]); /* the numbers of all three add up to THINGS */
                break;
            }
        mutex_unlock(&mutex);
    }
}

static void smoke(void *argument)
{
    int thing = *(int *)argument;
    for (;;) {
        semaphore_wait(&smoker[thing]);
        if (closing)
            return;
        smoked[thing]++;
        semaphore_post(&agent);
    }
}

int main(void)
{
    struct thread pushers[THINGS], smokers[THINGS];
    int things[THINGS] = {TOBACCO, PAPER, MATCHES};
    for (int i = 0; i < THINGS; i++)
        if (thread_create(&pushers[i], push, &things[i]) < 0 || thread_create(&smokers[i], smoke, &things[i]) < 0)
            return 2;
    for (int round = 0; round < ROUNDS; round++) {
        for (int thing = 0; thing < THINGS; thing++)
            if (thing != left_out[round])
                semaphore_post(&appeared[thing]);
        semaphore_wait(&agent);
    }
    closing = 1;
    for (int i = 0; i < THINGS; i++) {
        semaphore_post(&appeared[i]);
        semaphore_post(&smoker[i]);
        thread_join(&pushers[i]);
        thread_join(&smokers[i]);
        printf("the smoker with %s smoked %d times\n", names[i], smoked[i]);
    }
    return smoked[TOBACCO] + smoked[PAPER] + smoked[MATCHES] == ROUNDS ? 0 : 1;
}
