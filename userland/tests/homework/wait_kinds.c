/* wait without waiting, for one of many, for a stopped child, and when there is none. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int gate[2], status;
    char byte;
    if (pipe(gate) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        if (read(gate[0], &byte, 1) == 1)
            raise(SIGSTOP);
        _exit(read(gate[0], &byte, 1) == 1 ? 9 : 1);
    }
    printf("still runs: %d\n", waitpid(child, &status, WNOHANG) == 0);
    if (write(gate[1], "x", 1) != 1)
        return 1;
    waitpid(child, &status, WUNTRACED);
    printf("stopped: %d, by SIGSTOP: %d\n", WIFSTOPPED(status) != 0, WSTOPSIG(status) == SIGSTOP);
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    printf("goes on: %d\n", WIFCONTINUED(status) != 0);
    if (write(gate[1], "x", 1) != 1)
        return 1;
    waitpid(-1, &status, 0);
    printf("exited: %d\n", WEXITSTATUS(status));
    int result = wait(&status);
    printf("no child: %d, %s\n", result, errno == ECHILD ? "ECHILD" : strerror(errno));
    return 0;
}
