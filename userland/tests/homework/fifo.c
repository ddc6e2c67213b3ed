/* A pipe with a name in the file system, between two processes that open it by that name. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    const char *name = "/tmp/homework-fifo";
    char text[80];
    struct stat status;
    unlink(name);
    if (mkfifo(name, 0600) != 0)
        return 1;
    stat(name, &status);
    printf("%s\n", S_ISFIFO(status.st_mode) ? "it is a FIFO" : "?");
    fflush(stdout);
    if (fork() == 0) {
        int out = open(name, O_WRONLY); /* waits for the reader */
        _exit(write(out, "through the FIFO", 16) == 16 ? 0 : 1);
    }
    int in = open(name, O_RDONLY);
    ssize_t total = 0, count;
    while ((count = read(in, text + total, sizeof text - 1 - (size_t)total)) > 0)
        total += count;
    text[total] = '\0';
    printf("%zd bytes: %s\n", total, text);
    close(in);
    wait(NULL);
    unlink(name);
    return 0;
}
