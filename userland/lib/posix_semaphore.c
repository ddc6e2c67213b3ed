#include "cancellation.h"

#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FUTEX_WAIT_BITSET = 9, FUTEX_WAKE = 1, FUTEX_CLOCK_REALTIME = 256 };

static int fail(int error)
{
    errno = error;
    return -1;
}

int sem_init(sem_t *semaphore, int shared, unsigned int value)
{
    (void)shared; /* the futex is one by its memory, whoever shares that */
    if (value > SEM_VALUE_MAX)
        return fail(EINVAL);
    *semaphore = (sem_t){.value = value};
    return 0;
}

int sem_destroy(sem_t *semaphore)
{
    (void)semaphore;
    return 0;
}

int sem_getvalue(sem_t *semaphore, int *value)
{
    *value = __atomic_load_n(&semaphore->value, __ATOMIC_RELAXED);
    return 0;
}

int sem_post(sem_t *semaphore)
{
    unsigned int value = __atomic_load_n(&semaphore->value, __ATOMIC_RELAXED);
    do
        if (value == SEM_VALUE_MAX)
            return fail(EOVERFLOW);
    while (!__atomic_compare_exchange_n(&semaphore->value, &value, value + 1, 1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
    if (__atomic_load_n(&semaphore->sleepers, __ATOMIC_SEQ_CST) != 0)
        syscall(SYS_futex, &semaphore->value, FUTEX_WAKE, 1, NULL, NULL, 0);
    return 0;
}

int sem_trywait(sem_t *semaphore)
{
    unsigned int value = __atomic_load_n(&semaphore->value, __ATOMIC_RELAXED);
    while (value != 0)
        if (__atomic_compare_exchange_n(&semaphore->value, &value, value - 1, 1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
            return 0;
    return fail(EAGAIN);
}

/* Who sleeps is counted before the value is looked at, and who posts looks at the count after the value: none is missed. Who
 * is killed or cancelled in its sleep stays counted: then posts ask the kernel in vain. */
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until)
{
    int operation = clock == CLOCK_REALTIME ? FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME : FUTEX_WAIT_BITSET;
    while (sem_trywait(semaphore) != 0) {
        if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000))
            return fail(EINVAL);
        __atomic_add_fetch(&semaphore->sleepers, 1, __ATOMIC_SEQ_CST);
        long result = cancellable_syscall(SYS_futex, &semaphore->value, operation, 0, until, NULL, -1);
        __atomic_sub_fetch(&semaphore->sleepers, 1, __ATOMIC_SEQ_CST);
        if (result == -1 && errno != EAGAIN)
            return -1;
    }
    return 0;
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until)
{
    return sem_clockwait(semaphore, CLOCK_REALTIME, until);
}

int sem_wait(sem_t *semaphore)
{
    return sem_timedwait(semaphore, NULL);
}

/* ---- semaphores with a name: files in /dev/shm, which a process maps once however often it opens them ---- */

struct open_semaphore {
    struct open_semaphore *next;
    sem_t *semaphore;
    dev_t device;
    ino_t inode;
    int users;
};

static struct open_semaphore *all_open;

static int path_of(const char *name, char path[PATH_MAX])
{
    if (name[0] != '/' || name[1] == 0 || strchr(name + 1, '/'))
        return fail(EINVAL);
    if (strlen(name) > NAME_MAX - 4)
        return fail(ENAMETOOLONG);
    sprintf(path, "/dev/shm/sem.%s", name + 1);
    return 0;
}

/* Makes the file under another name first: nobody is to find it without its value. Returns a descriptor. */
static int make(const char *path, mode_t mode, unsigned int value)
{
    static int made;
    char temporary[PATH_MAX];
    sem_t initial;
    if (sem_init(&initial, 1, value) != 0)
        return -1;
    sprintf(temporary, "/dev/shm/.sem-%d-%d", getpid(), ++made);
    int fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return -1;
    int result = write(fd, &initial, sizeof initial) == (ssize_t)sizeof initial ? link(temporary, path) : -1;
    int error = errno;
    unlink(temporary);
    if (result == 0)
        return fd;
    close(fd);
    return fail(error);
}

/* Maps an open semaphore, unless this process has it already. */
static sem_t *use(int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return SEM_FAILED;
    for (struct open_semaphore *one = all_open; one; one = one->next)
        if (one->device == status.st_dev && one->inode == status.st_ino) {
            one->users++;
            return one->semaphore;
        }
    struct open_semaphore *new = malloc(sizeof *new);
    void *memory = new ? mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (memory == MAP_FAILED) {
        free(new);
        return SEM_FAILED;
    }
    *new = (struct open_semaphore){all_open, memory, status.st_dev, status.st_ino, 1};
    all_open = new;
    return memory;
}

sem_t *sem_open(const char *name, int flags, ...)
{
    char path[PATH_MAX];
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    unsigned int value = flags & O_CREAT ? va_arg(arguments, unsigned int) : 0;
    va_end(arguments);
    if (path_of(name, path) != 0)
        return SEM_FAILED;
    int fd = -1;
    while (fd < 0) {
        fd = flags & O_CREAT && flags & O_EXCL ? -1 : open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0 && flags & O_CREAT && (flags & O_EXCL || errno == ENOENT))
            fd = make(path, mode, value);
        if (fd < 0 && (errno != EEXIST || flags & O_EXCL))
            return SEM_FAILED;
    }
    sem_t *semaphore = use(fd);
    int error = errno;
    close(fd);
    errno = error;
    return semaphore;
}

int sem_close(sem_t *semaphore)
{
    for (struct open_semaphore **at = &all_open; *at; at = &(*at)->next) {
        struct open_semaphore *one = *at;
        if (one->semaphore != semaphore)
            continue;
        if (--one->users == 0) {
            *at = one->next;
            munmap(semaphore, sizeof *semaphore);
            free(one);
        }
        return 0;
    }
    return fail(EINVAL);
}

int sem_unlink(const char *name)
{
    char path[PATH_MAX];
    return path_of(name, path) != 0 ? -1 : unlink(path);
}
