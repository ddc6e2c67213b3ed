#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char folder[] = "/dev/shm/";

/* The objects are files of that folder. @return 0 if there can be none of that name */
static int find(const char *name, char *path)
{
    while (*name == '/')
        name++;
    if (*name == '\0' || strchr(name, '/') || strlen(name) > NAME_MAX) {
        errno = EINVAL;
        return 0;
    }
    sprintf(path, "%s%s", folder, name);
    return 1;
}

int shm_open(const char *name, int flags, mode_t mode)
{
    char path[sizeof folder + NAME_MAX];
    return find(name, path) ? open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode) : -1;
}

int shm_unlink(const char *name)
{
    char path[sizeof folder + NAME_MAX];
    int result = find(name, path) ? unlink(path) : -1;
    if (result < 0 && errno == EPERM)
        errno = EACCES; /* what POSIX calls it, though the folder's sticky bit is the reason */
    return result;
}

int memfd_create(const char *name, unsigned int flags)
{
    return syscall(SYS_memfd_create, name, flags);
}
