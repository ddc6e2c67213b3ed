/* Mappings, and the end of the heap. */
#include <errno.h>
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
