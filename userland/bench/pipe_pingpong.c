/* pipe_pingpong: two processes send a byte to and fro through two pipes, N times */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int there[2], back[2];
    char byte = 'x';
    if (pipe(there) || pipe(back))
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++)
            if (read(there[0], &byte, 1) != 1 || write(back[1], &byte, 1) != 1)
                _exit(1);
        _exit(0);
    }
    for (long i = 0; i < n; i++)
        if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
            return 1;
    int status;
    wait(&status);
    return status != 0;
}
