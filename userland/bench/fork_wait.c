/* fork_wait: N times fork, exit and wait */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    for (long i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (waitpid(child, NULL, 0) != child)
            return 1;
    }
    return 0;
}
