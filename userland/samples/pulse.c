/* pulse: an event that is pulsed wakes who waits at that moment; who comes a moment later waits in vain
 *
 * Watch for: a child looks whether a letter has come and, if not, waits for the event. The parent writes the letter and
 * pulses, as early as it can or late. If the pulse falls before the child waits, nobody hears it, and the child gives
 * up after its time. An event that is set stays set, so it cannot be missed: the same program with event_set never
 * waits in vain. Events are Foal's own: userland/man/event.md.
 *
 * Change and try: leave out the timeout and see Foal report the deadlock; other values of --quantum and --seed.
 */
#define _GNU_SOURCE
#include <foal.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ATTEMPTS = 6 };

static atomic_int *letter;

/* Returns 1 if it has been told, 0 if it has waited in vain. */
static int await(int event)
{
    struct timespec long_enough = {.tv_nsec = 100 * 1000 * 1000};
    if (*letter)
        return 1;
    sched_yield(); /* it takes its time to sit down */
    sched_yield();
    return event_wait(event, &long_enough) == 0;
}

/* Returns how often the child was told. */
static int tell(const char *how, int (*notify)(int))
{
    int told = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int event = event_create(0), status = 0;
        if (event < 0) {
            perror("event_create");
            return -1;
        }
        *letter = 0;
        if (fork() == 0)
            _exit(await(event));
        for (int i = 0; i < attempt; i++)
            sched_yield();
        *letter = 1;
        notify(event);
        wait(&status);
        told += WEXITSTATUS(status);
        close(event);
    }
    printf("%s: told %d of %d times\n", how, told, ATTEMPTS);
    return told;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    letter = mmap(NULL, sizeof *letter, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (letter == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    tell("event_pulse", event_pulse);
    return tell("event_set", event_set) == ATTEMPTS ? 0 : 1;
}
