/* shared_array: two processes load and store in memory that they share, N rounds, each in a half of its own */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBERS = 1000 };

int main(int argc, char **argv)
{
    long rounds = argc > 1 ? atol(argv[1]) : 100;
    unsigned long *shared = mmap(NULL, 2 * NUMBERS * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = shared == MAP_FAILED ? -1 : fork();
    if (child < 0)
        return 1;
    volatile unsigned long *own = shared + (child == 0 ? NUMBERS : 0);
    for (long round = 0; round < rounds; round++)
        for (int i = 0; i < NUMBERS; i++)
            own[i] += own[(i + round) % NUMBERS] + i;
    if (child == 0)
        _exit(0);
    return wait(NULL) != child;
}
