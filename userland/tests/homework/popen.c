/* popen: the output of a command as a stream, and a stream as a command's input. */
#include <stdio.h>
#include <sys/wait.h>

int main(void)
{
    char line[80];
    FILE *in = popen("echo one; echo two; exit 3", "r");
    while (fgets(line, sizeof line, in))
        printf("read: %s", line);
    printf("status %d\n", WEXITSTATUS(pclose(in)));
    fflush(stdout);

    FILE *out = popen("sort", "w");
    fputs("pear\nfig\napple\n", out);
    printf("status %d\n", pclose(out));
    return 0;
}
