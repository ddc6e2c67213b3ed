/* parallel: four processes that share nothing, each with N rounds of work in memory of its own */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 4, NUMBERS = 1000 };

static unsigned long work(long rounds)
{
    static unsigned long numbers[NUMBERS];
    unsigned long sum = 0;
    for (long round = 0; round < rounds; round++)
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] += numbers[(i + round) % NUMBERS] + i;
            sum ^= numbers[i];
        }
    return sum;
}

int main(int argc, char **argv)
{
    long rounds = argc > 1 ? atol(argv[1]) : 100;
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();
        if (child < 0)
            return 1;
        if (child == 0)
            _exit(work(rounds) == 1);
    }
    int failures = 0;
    for (int i = 0, status; i < PROCESSES; i++)
        failures += wait(&status) < 0 || status != 0;
    return failures;
}
