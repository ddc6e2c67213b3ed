/* execlp looks for a program along PATH; execv needs its path; what is nowhere cannot be run. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(int kind)
{
    char *arguments[] = {"echo", "by", "execv", NULL};
    if (kind == 0)
        execlp("echo", "echo", "by", "execlp", (char *)NULL);
    else if (kind == 1)
        execv("/bin/echo", arguments);
    else
        execlp("no-such-program", "no-such-program", (char *)NULL);
    printf("cannot be run: %s\n", strerror(errno));
    fflush(stdout);
    _exit(127);
}

int main(void)
{
    for (int kind = 0; kind < 3; kind++) {
        int status;
        if (fork() == 0)
            run(kind);
        wait(&status);
        printf("status %d\n", WEXITSTATUS(status));
        fflush(stdout);
    }
    return 0;
}
