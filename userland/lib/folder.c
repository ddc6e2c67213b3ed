/* Reading folders: the kernel fills a buffer with as many entries as fit, readdir hands them out one by one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct DIR {
    int fd;
    size_t position, end; /* the entries from position to end are still to be handed out */
    _Alignas(struct dirent) char buffer[4096];
};

DIR *fdopendir(int fd)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return NULL;
    if (!S_ISDIR(status.st_mode)) {
        errno = ENOTDIR;
        return NULL;
    }
    DIR *folder = malloc(sizeof *folder);
    if (folder) {
        folder->fd = fd;
        folder->position = folder->end = 0;
    }
    return folder;
}

DIR *opendir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    DIR *folder = fdopendir(fd);
    if (!folder)
        close(fd);
    return folder;
}

/* NULL at the end, with errno left alone, and on failure, with errno set. */
struct dirent *readdir(DIR *folder)
{
    if (folder->position == folder->end) {
        ssize_t count = syscall(SYS_getdents64, folder->fd, folder->buffer, sizeof folder->buffer);
        if (count <= 0)
            return NULL;
        folder->position = 0;
        folder->end = count;
    }
    struct dirent *entry = (struct dirent *)(folder->buffer + folder->position);
    folder->position += entry->d_reclen;
    return entry;
}

void rewinddir(DIR *folder)
{
    lseek(folder->fd, 0, SEEK_SET);
    folder->position = folder->end = 0;
}

int dirfd(DIR *folder)
{
    return folder->fd;
}

int closedir(DIR *folder)
{
    int result = close(folder->fd);
    free(folder);
    return result;
}
