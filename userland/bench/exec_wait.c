/* exec_wait: N times fork, exec of a command that does nothing, and wait
 *
 * The command is in the arguments behind N; without them it is this program itself with an N of 0. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    char *self[] = {argv[0], "0", NULL};
    char **command = argc > 2 ? argv + 2 : self;
    for (long i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0) {
            execv(command[0], command);
            _exit(1);
        }
        int status;
        if (waitpid(child, &status, 0) != child || status != 0)
            return 1;
    }
    return 0;
}
