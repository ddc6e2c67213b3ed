/* fork_among_1000: N times fork, exit and wait, where 1,000 other processes sleep */
#ifndef SLEEPERS
#define SLEEPERS 1000
#endif
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start_child(void)
{
    pid_t child = fork();
    if (child < 0)
        exit(1);
    return child;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    int gate[2];
    char byte;
    if (pipe(gate) != 0)
        return 1;
    for (int i = 0; i < SLEEPERS; i++)
        if (start_child() == 0) {
            close(gate[1]);
            _exit(read(gate[0], &byte, 1));
        }
    for (long i = 0; i < n; i++) {
        pid_t child = start_child();
        if (child == 0)
            _exit(0);
        if (waitpid(child, NULL, 0) != child)
            return 1;
    }
    close(gate[1]); /* all of them see the end of the pipe */
    while (wait(NULL) > 0)
        continue;
    return 0;
}
