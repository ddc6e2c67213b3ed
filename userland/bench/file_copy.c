/* file_copy: writes 1 MiB to a file in /tmp and reads it again, through a buffer of 64 KiB, N times */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define MIB (1 << 20)

static char buffer[1 << 16];

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1024;
    const char *name = "/tmp/foal-file-copy";
    int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || unlink(name) != 0)
        return 1;
    for (long i = 0; i < n; i++) {
        lseek(fd, 0, SEEK_SET);
        for (int done = 0; done < MIB; done += sizeof buffer)
            if (write(fd, buffer, sizeof buffer) != sizeof buffer)
                return 1;
        lseek(fd, 0, SEEK_SET);
        for (int done = 0; done < MIB; done += sizeof buffer)
            if (read(fd, buffer, sizeof buffer) != sizeof buffer)
                return 1;
    }
    return 0;
}
