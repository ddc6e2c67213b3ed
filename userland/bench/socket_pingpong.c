/* socket_pingpong: two processes send a byte to and fro through a pair of sockets, N times */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int ends[2];
    char byte = 'x';
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++)
            if (read(ends[1], &byte, 1) != 1 || write(ends[1], &byte, 1) != 1)
                _exit(1);
        _exit(0);
    }
    for (long i = 0; i < n; i++)
        if (write(ends[0], &byte, 1) != 1 || read(ends[0], &byte, 1) != 1)
            return 1;
    int status;
    wait(&status);
    return status != 0;
}
