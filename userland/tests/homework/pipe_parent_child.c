/* A child reads what its parent writes, until the parent closes its end. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        FILE *in = fdopen(ends[0], "r");
        char line[80];
        int lines = 0;
        while (fgets(line, sizeof line, in))
            printf("%d: %s", ++lines, line);
        printf("end of file after %d lines\n", lines);
        fflush(stdout);
        _exit(lines);
    }
    close(ends[0]);
    FILE *out = fdopen(ends[1], "w");
    fputs("first line\nsecond line\n", out);
    fprintf(out, "%s line\n", "third");
    fclose(out);
    int status;
    waitpid(child, &status, 0);
    printf("the child saw %d lines\n", WEXITSTATUS(status));
    return 0;
}
