/* A program runs itself again with other arguments and another environment. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc == 3) {
        printf("%s %s %s, HOME is %s\n", argv[0], argv[1], argv[2], getenv("HOME") ? getenv("HOME") : "unset");
        return 3;
    }
    pid_t child = fork();
    if (child == 0) {
        char *arguments[] = {"again", "one", "two", NULL}, *environment[] = {"COLOUR=green", NULL};
        execve("/proc/self/exe", arguments, environment);
        perror("execve");
        _exit(127);
    }
    int status;
    waitpid(child, &status, 0);
    printf("it returned %d\n", WEXITSTATUS(status));
    return 0;
}
