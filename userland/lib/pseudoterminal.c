/* Pseudoterminals; see pty(7). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

int posix_openpt(int flags)
{
    return open("/dev/ptmx", flags);
}

/* The kernel has given the slave to whoever opened the master: here it is only asked whether this is one. */
int grantpt(int master)
{
    unsigned number;
    return ioctl(master, TIOCGPTN, &number);
}

int unlockpt(int master)
{
    int locked = 0;
    return ioctl(master, TIOCSPTLCK, &locked);
}

int ptsname_r(int master, char *name, size_t size)
{
    unsigned number;
    if (ioctl(master, TIOCGPTN, &number) < 0)
        return errno;
    if ((size_t)snprintf(name, size, "/dev/pts/%u", number) < size)
        return 0;
    errno = ERANGE;
    return ERANGE;
}
