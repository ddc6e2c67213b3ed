/* Record locks: of parts of a file, between processes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int lock(int fd, short type, off_t from, off_t length)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = length};
    return fcntl(fd, F_SETLK, &lock);
}

int main(void)
{
    char name[] = "/tmp/locked-XXXXXX";
    int fd = mkstemp(name);
    if (fd < 0 || ftruncate(fd, 100) != 0)
        return 1;
    printf("parent locks the first half: %d\n", lock(fd, F_WRLCK, 0, 50));
    fflush(stdout);
    if (fork() == 0) {
        int denied = lock(fd, F_WRLCK, 40, 20) < 0 && (errno == EAGAIN || errno == EACCES);
        printf("child wants the middle: %s\n", denied ? "denied" : "granted");
        printf("child wants the end: %d\n", lock(fd, F_RDLCK, 60, 10));
        struct flock question = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 1};
        fcntl(fd, F_GETLK, &question);
        printf("the parent is in the way: %s, from %d for %d\n", question.l_pid == getppid() ? "yes" : "no", (int)question.l_start,
               (int)question.l_len);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    printf("the child's lock is gone with it: %d\n", lock(fd, F_WRLCK, 60, 10));
    close(fd);
    unlink(name);
    return 0;
}
