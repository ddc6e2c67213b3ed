#include "check.h"
#include <sys/uio.h>
#include <sys/socket.h>
#include <sys/sendfile.h>
#include <sys/random.h>
#include <sys/resource.h>
#define HUGE_LENGTH 4000000000000000000L
int main(void)
{
    char *page = mmap((void *)0x20000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *end = page + 4096;
    mprotect(end, 4096, PROT_NONE);
    int f = open("/tmp/c1", O_CREAT | O_RDWR | O_TRUNC, 0600), null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDWR), p[2], s[2];
    write(f, "hello", 5);
    pipe(p); socketpair(AF_UNIX, SOCK_DGRAM, 0, s); write(p[1], "x", 1); send(s[0], "abc", 3, 0); send(s[0], "abc", 3, 0);send(s[0], "abc", 3, 0);
    int fds[] = {f, null, zero, p[0], p[1], s[0], s[1]};
    const char *names[] = {"a file", "null", "zero", "a pipe's end", "a pipe's other end", "a socket", "the other"};
    for (int i = 0; i < 7; i++) {
        char what[80];
        sprintf(what, "read from %s beyond user space", names[i]);
        if (i != 4) CHECK(what, CALL(read(fds[i], page, HUGE_LENGTH)), -EFAULT);
        sprintf(what, "write to %s beyond user space", names[i]);
        if (i != 3) CHECK(what, CALL(write(fds[i], page, HUGE_LENGTH)), -EFAULT);
        sprintf(what, "read of -1 bytes from %s", names[i]);
        if (i != 4) CHECK(what, CALL(read(fds[i], page, -1)), -EFAULT);
        sprintf(what, "read of 0 bytes to a kernel address from %s", names[i]);
        if (i != 4) CHECK(what, CALL(read(fds[i], (void *)-4096L, 0)), -EFAULT);
    }
    CHECK("pread", CALL(pread(f, page, HUGE_LENGTH, 0)), -EFAULT);
    CHECK("pwrite", CALL(pwrite(f, page, HUGE_LENGTH, 0)), -EFAULT);
    CHECK("write to what is not open for it comes first", CALL(read(open("/tmp/c1", O_WRONLY), page, HUGE_LENGTH)), -EBADF);
    struct iovec v[] = {{page, 10}, {page, HUGE_LENGTH}}, w[] = {{page, 10}, {page, -1}}, k[] = {{page, 1}, {(void *)-4096L, 1}};
    CHECK("readv", CALL(readv(f, v, 2)), -EFAULT);
    CHECK("writev", CALL(writev(null, v, 2)), -EFAULT);
    CHECK("readv of -1", CALL(readv(f, w, 2)), -EINVAL);
    CHECK("writev from the kernel", CALL(writev(f, k, 2)), -EFAULT);
    CHECK("preadv", CALL(preadv(f, v, 2, 0)), -EFAULT);
    CHECK("pwritev", CALL(pwritev(f, v, 2, 0)), -EFAULT);
    CHECK("send from the kernel", CALL(send(s[0], (void *)-4096L, 10, 0)), -EFAULT);
    CHECK("recv to the kernel", CALL(recv(s[1], (void *)-4096L, 10, MSG_DONTWAIT)), -EFAULT);
    struct msghdr m = {.msg_iov = k, .msg_iovlen = 2}, n = {.msg_iov = v, .msg_iovlen = 2};
    CHECK("sendmsg from the kernel", CALL(sendmsg(s[0], &m, 0)), -EFAULT);
    CHECK("recvmsg to the kernel", CALL(recvmsg(s[1], &m, MSG_DONTWAIT)), -EFAULT);
    CHECK("recvmsg beyond", CALL(recvmsg(s[1], &n, MSG_DONTWAIT)), -EFAULT);
    CHECK("getrandom to the kernel", CALL(getrandom((void *)-4096L, 10, 0)), -EFAULT);
    CHECK("write to null is bounded", write(null, page, 0x100000000L), 0x7ffff000);
    CHECK("readlink", CALL(readlink("/proc/self/exe", end - 2, 100)), -EFAULT);
    symlink("abcdef", "/tmp/c1l");
    CHECK("readlink of a link", CALL(readlink("/tmp/c1l", end - 2, 100)), -EFAULT);
    CHECK("readlink that fits", readlink("/tmp/c1l", end - 6, 100), 6);
    CHECK("readlink of a part", readlink("/tmp/c1l", end - 2, 2), 2);
    unlink("/tmp/c1l");
    mkdir("/tmp/c1dir", 0700); chdir("/tmp/c1dir");
    CHECK("getcwd", CALL(syscall(SYS_getcwd, end - 2, 100)), -EFAULT);
    CHECK("getcwd that fits", syscall(SYS_getcwd, end - 11, 100), 11);
    rmdir("/tmp/c1dir");
    CHECK("open(/proc/new, O_CREAT)", CALL(open("/proc/new", O_CREAT | O_RDWR, 0600)), -ENOENT);
    CHECK("open(/proc/self/new, O_CREAT)", CALL(open("/proc/self/new", O_CREAT | O_RDWR, 0600)), -ENOENT);
    CHECK("open(/proc/sys/new, O_CREAT)", CALL(open("/proc/sys/new", O_CREAT | O_RDWR, 0600)), -ENOENT);
    CHECK("open(/proc/self/fd/new, O_CREAT)", CALL(open("/proc/self/fd/new", O_CREAT | O_RDWR, 0600)), -ENOENT);
    CHECK("mkdir(/proc/new)", CALL(mkdir("/proc/new", 0700)), -ENOENT);
    CHECK("mkdir(/proc/self/new)", CALL(mkdir("/proc/self/new", 0700)), -ENOENT);
    CHECK("mkdir(/proc/version)", CALL(mkdir("/proc/version", 0700)), -EEXIST);
    CHECK("symlink to /proc/new", CALL(symlink("x", "/proc/new")), -ENOENT);
    CHECK("mknod /proc/new", CALL(mknod("/proc/new", S_IFIFO | 0600, 0)), -ENOENT);
    CHECK("unlink(/proc/version)", CALL(unlink("/proc/version")), -EPERM);
    CHECK("unlink(/proc/new)", CALL(unlink("/proc/new")), -ENOENT);
    CHECK("rmdir(/proc/self/fd)", CALL(rmdir("/proc/self/fd")), -EPERM);
    CHECK("rename in /proc", CALL(rename("/proc/version", "/proc/new")), -ENOENT);
    CHECK("rename in /proc 2", CALL(rename("/proc/version", "/proc/uptime")), -EPERM);
    CHECK("rename out of /proc", CALL(rename("/proc/version", "/tmp/c1v")), -EXDEV);
    CHECK("open(/tmp, O_TMPFILE in /proc)", CALL(open("/proc", O_TMPFILE | O_RDWR, 0600)), -EOPNOTSUPP);
    return failures != 0;
}
