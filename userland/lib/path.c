/* Files by their names. RISC-V has only the calls that take a folder too, to which the older are a special case. */
#include "cancellation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int fstatat(int folder, const char *path, struct stat *buffer, int flags)
{
    return syscall(SYS_newfstatat, folder, path, buffer, flags);
}

int stat(const char *path, struct stat *buffer)
{
    return fstatat(AT_FDCWD, path, buffer, 0);
}

int lstat(const char *path, struct stat *buffer)
{
    return fstatat(AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW);
}

int fstat(int fd, struct stat *buffer)
{
    return syscall(SYS_fstat, fd, buffer);
}

int chmod(const char *path, mode_t mode)
{
    return syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

int fchmod(int fd, mode_t mode)
{
    return syscall(SYS_fchmod, fd, mode);
}

int chown(const char *path, uid_t owner, gid_t group)
{
    return syscall(SYS_fchownat, AT_FDCWD, path, owner, group, 0);
}

mode_t umask(mode_t mask)
{
    return syscall(SYS_umask, mask);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
    return syscall(SYS_utimensat, folder, path, times, flags);
}

int mkdir(const char *path, mode_t mode)
{
    return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int mknod(const char *path, mode_t mode, dev_t device)
{
    return syscall(SYS_mknodat, AT_FDCWD, path, mode, device);
}

int mkfifo(const char *path, mode_t mode)
{
    return mknod(path, mode | S_IFIFO, 0);
}

int unlinkat(int folder, const char *path, int flags)
{
    return syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
    int result = unlink(path);
    return result < 0 && errno == EISDIR ? rmdir(path) : result;
}

int rename(const char *from, const char *to)
{
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int link(const char *from, const char *to)
{
    return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlink(const char *target, const char *path)
{
    return syscall(SYS_symlinkat, target, AT_FDCWD, path);
}

ssize_t readlink(const char *path, char *buffer, size_t size)
{
    return syscall(SYS_readlinkat, AT_FDCWD, path, buffer, size);
}

int access(const char *path, int mode)
{
    return syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

int truncate(const char *path, off_t length)
{
    return syscall(SYS_truncate, path, length);
}

int flock(int fd, int operation)
{
    return syscall(SYS_flock, fd, operation);
}

int ftruncate(int fd, off_t length)
{
    return syscall(SYS_ftruncate, fd, length);
}

int fsync(int fd)
{
    return cancellable_syscall(SYS_fsync, fd);
}

void sync(void)
{
    syscall(SYS_sync);
}

int chdir(const char *path)
{
    return syscall(SYS_chdir, path);
}

int fchdir(int fd)
{
    return syscall(SYS_fchdir, fd);
}

char *getcwd(char *buffer, size_t size)
{
    return syscall(SYS_getcwd, buffer, size) < 0 ? NULL : buffer;
}
