/* fd_passing: a process opens a file and hands the descriptor, not the name, to another
 *
 * Watch for: the receiver may read a file that it could not open, or that has no name any more. What travels is not the
 * number: the kernel puts the open file into the receiver's table under a number of its own. Both then share one open
 * file, its position too: what one has read the other does not read again.
 *
 * Change and try: pass the end of a pipe; pass the socket through itself; `foal strace -e trace=sendmsg,recvmsg
 * fd_passing`.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char path[] = "/tmp/fd_passing", text[] = "read by the parent, read by the child\n";

/* A message must have a byte at least; the descriptor travels beside it, as a control message. */
static int send_descriptor(int socket, int fd)
{
    char byte = 0;
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    struct iovec data = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    return sendmsg(socket, &message, 0) == 1 ? 0 : -1;
}

static int receive_descriptor(int socket)
{
    char byte;
    int fd = -1;
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec data = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (recvmsg(socket, &message, 0) == 1 && CMSG_FIRSTHDR(&message) != NULL)
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static void read_half(int fd, const char *who)
{
    char half[sizeof text] = {0};
    ssize_t length = read(fd, half, sizeof text / 2);
    printf("the %s reads \"%.*s\"\n", who, (int)strcspn(half, ",\n"), length > 0 ? half : "");
}

int main(void)
{
    int sockets[2];
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) < 0) {
        perror("socketpair");
        return 1;
    }
    if (fork() == 0) {
        int fd = receive_descriptor(sockets[1]);
        if (fd < 0)
            _exit(1);
        read_half(fd, "child");
        _exit(0);
    }

    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    unlink(path); /* nobody can open it any more */
    if (fd < 0 || write(fd, text, sizeof text - 1) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
        perror(path);
        return 1;
    }
    read_half(fd, "parent");
    if (send_descriptor(sockets[0], fd) < 0)
        perror("sendmsg");
    close(fd); /* the child's stays open */
    int status;
    wait(&status);
    return status != 0;
}
