/* exec_wait: N times fork, exec of this program with no work to do, and wait */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    char *program = argc > 2 ? argv[2] : argv[0];
    char *arguments[] = {program, "0", NULL};
    for (long i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0) {
            execv(program, arguments);
            _exit(1);
        }
        int status;
        if (waitpid(child, &status, 0) != child || status != 0)
            return 1;
    }
    return 0;
}
