/* Mappings, and the end of the heap. */
#include "cancellation.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

int munmap(void *address, size_t length)
{
    return syscall(SYS_munmap, address, length);
}

int mprotect(void *address, size_t length, int protection)
{
    return syscall(SYS_mprotect, address, length, protection);
}

void *mremap(void *old_address, size_t old_size, size_t new_size, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    void *new_address = flags & (MREMAP_FIXED | MREMAP_DONTUNMAP) ? va_arg(rest, void *) : NULL;
    va_end(rest);
    return (void *)syscall(SYS_mremap, old_address, old_size, new_size, flags, new_address);
}

int madvise(void *address, size_t length, int advice)
{
    return syscall(SYS_madvise, address, length, advice);
}

int msync(void *address, size_t length, int flags)
{
    return cancellable_syscall(SYS_msync, address, length, flags);
}

int mlock(const void *address, size_t length)
{
    return syscall(SYS_mlock, address, length);
}

int mlock2(const void *address, size_t length, unsigned int flags)
{
    return syscall(SYS_mlock2, address, length, flags);
}

int munlock(const void *address, size_t length)
{
    return syscall(SYS_munlock, address, length);
}

int mlockall(int flags)
{
    return syscall(SYS_mlockall, flags);
}

int munlockall(void)
{
    return syscall(SYS_munlockall);
}

int mincore(void *address, size_t length, unsigned char *residency)
{
    return syscall(SYS_mincore, address, length, residency);
}

/* The system call returns where the heap ends afterwards: on failure, where it ended before. */
static char *heap_end_after(void *wanted)
{
    return (char *)syscall(SYS_brk, wanted);
}

int brk(void *end)
{
    if (heap_end_after(end) == end)
        return 0;
    errno = ENOMEM;
    return -1;
}

void *sbrk(intptr_t increment)
{
    char *old_end = heap_end_after(NULL);
    if (increment != 0 && brk(old_end + increment) < 0)
        return (void *)-1;
    return old_end;
}
