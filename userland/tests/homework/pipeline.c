/* printf … | sort | uniq -c, put together by hand with pipe, fork, dup2 and exec. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void start(char *const command[], int in, int out, int other)
{
    if (fork() == 0) {
        dup2(in, 0);
        dup2(out, 1);
        if (in > 2)
            close(in);
        if (out > 2)
            close(out);
        if (other > 2)
            close(other);
        execvp(command[0], command);
        _exit(127);
    }
}

int main(void)
{
    int first[2], second[2], status, failed = 0;
    if (pipe(first) != 0)
        return 1;
    start((char *[]){"echo", "pear\napple\npear\nfig\napple\npear", NULL}, 0, first[1], first[0]);
    close(first[1]);
    if (pipe(second) != 0)
        return 1;
    start((char *[]){"sort", NULL}, first[0], second[1], second[0]);
    close(first[0]);
    close(second[1]);
    start((char *[]){"uniq", NULL}, second[0], 1, -1);
    close(second[0]);
    while (wait(&status) > 0)
        failed += status != 0;
    printf("%d of the three failed\n", failed);
    return 0;
}
