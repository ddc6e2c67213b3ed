/* pipe_bandwidth: one process sends N times 64 KiB to another through a pipe, in writes of that size */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef WRITE_SIZE
#define WRITE_SIZE 65536
#endif

enum { BLOCK = 65536 };
static char bytes[BLOCK];

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 10000;
    int ends[2];
    if (pipe(ends))
        return 1;
    if (fork() == 0) {
        long left = n * BLOCK;
        close(ends[1]);
        while (left > 0) {
            long got = read(ends[0], bytes, BLOCK);
            if (got <= 0)
                _exit(1);
            left -= got;
        }
        _exit(0);
    }
    for (long left = n * BLOCK; left > 0; left -= WRITE_SIZE)
        if (write(ends[1], bytes, WRITE_SIZE) != WRITE_SIZE)
            return 1;
    int status;
    wait(&status);
    return status != 0;
}
