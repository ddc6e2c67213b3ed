/* Questions about the system as a whole. */
#include <errno.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

int uname(struct utsname *buffer)
{
    return syscall(SYS_uname, buffer);
}

ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
    return syscall(SYS_getrandom, buffer, length, flags);
}

/* The auxiliary vector, pairs of a type and a value, lies behind the environment on the initial stack. */
unsigned long getauxval(unsigned long type)
{
    char **end = environ;
    while (*end)
        end++;
    for (unsigned long *entry = (unsigned long *)(end + 1); entry[0] != AT_NULL; entry += 2)
        if (entry[0] == type)
            return entry[1];
    errno = ENOENT;
    return 0;
}

long sysconf(int name)
{
    if (name == _SC_PAGESIZE)
        return getauxval(AT_PAGESZ);
    if (name == _SC_NPROCESSORS_ONLN) {
        unsigned long may_run_on = 0;
        long count = 0;
        if (syscall(SYS_sched_getaffinity, 0, sizeof may_run_on, &may_run_on) < 0)
            return -1;
        for (; may_run_on; may_run_on &= may_run_on - 1)
            count++;
        return count;
    }
    errno = EINVAL;
    return -1;
}
