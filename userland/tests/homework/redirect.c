/* Standard output goes to a file for a while, and comes back. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    char name[] = "/tmp/redirect-XXXXXX", line[80];
    int file = mkstemp(name), saved = dup(1);
    printf("to the terminal\n");
    fflush(stdout);
    dup2(file, 1);
    printf("to the file\n");
    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    printf("to the terminal again\n");
    FILE *in = fopen(name, "r");
    while (fgets(line, sizeof line, in))
        printf("in the file: %s", line);
    fclose(in);
    close(file);
    unlink(name);
    printf("closed on exec: %d\n", fcntl(1, F_GETFD) & FD_CLOEXEC);
    return 0;
}
