/* How a child ended, as its parent sees it: by exit, by a signal, by abort. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void child(int kind)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    if (kind == 0)
        exit(42);
    if (kind == 1)
        raise(SIGKILL);
    if (kind == 2)
        abort();
    _exit(300); /* of which only the lowest byte counts */
}

int main(void)
{
    for (int kind = 0; kind < 4; kind++) {
        int status;
        pid_t pid = fork();
        if (pid == 0)
            child(kind);
        if (waitpid(pid, &status, 0) != pid)
            return 1;
        if (WIFEXITED(status))
            printf("child %d exited with %d\n", kind, WEXITSTATUS(status));
        else if (WIFSIGNALED(status))
            printf("child %d was killed by signal %d\n", kind, WTERMSIG(status));
    }
    return 0;
}
