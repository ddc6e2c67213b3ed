/* Files with a name that no other has. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

int mkstemp(char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    enum { COUNT = 6 };
    size_t length = strlen(name);
    if (length < COUNT || strcmp(name + length - COUNT, "XXXXXX") != 0) {
        errno = EINVAL;
        return -1;
    }
    for (;;) {
        unsigned char random[COUNT];
        getrandom(random, sizeof random, 0);
        for (int i = 0; i < COUNT; i++)
            name[length - COUNT + i] = letters[random[i] % (sizeof letters - 1)];
        int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
}
