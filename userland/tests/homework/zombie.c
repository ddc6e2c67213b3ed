/* A child that has ended stays a zombie until its parent waits for it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char state(pid_t pid)
{
    char path[40], line[300];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return '-';
    char *end = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    fclose(file);
    return end ? end[2] : '?';
}

int main(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    siginfo_t info;
    waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT); /* until it has ended, and leave it */
    printf("before wait: %c\n", state(child));
    waitpid(child, NULL, 0);
    printf("after wait: %c\n", state(child));
    printf("signal 0: %d\n", kill(child, 0));
    return 0;
}
