/* fifo_pingpong: two processes send a byte to and fro through two named pipes, N times */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    char folder[32];
    char byte = 'x';
    snprintf(folder, sizeof folder, "/tmp/foal-fifo-%d", getpid());
    if (mkdir(folder, 0700) || chdir(folder) || mkfifo("there", 0600) || mkfifo("back", 0600))
        return 1;
    if (fork() == 0) {
        int in = open("there", O_RDONLY), out = open("back", O_WRONLY);
        for (long i = 0; i < n; i++)
            if (read(in, &byte, 1) != 1 || write(out, &byte, 1) != 1)
                _exit(1);
        _exit(0);
    }
    int out = open("there", O_WRONLY), in = open("back", O_RDONLY);
    for (long i = 0; i < n; i++)
        if (write(out, &byte, 1) != 1 || read(in, &byte, 1) != 1)
            return 1;
    int status;
    wait(&status);
    unlink("there");
    unlink("back");
    rmdir(folder);
    return status != 0;
}
