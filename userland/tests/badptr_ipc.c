/* Bad pointers in calls by which processes communicate. All calls go past the library, straight to the kernel. */
#include "badptr.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>

static void names_of_pipes(void)
{
    prepare();
    FOR_INPUT(syscall(SYS_mknodat, AT_FDCWD, bad, S_IFIFO | 0600, 0));
    FOR_INPUT(syscall(SYS_memfd_create, bad, 0));
    FOR_LONG_OUTPUT(syscall(SYS_ioctl, ends[0], FIONREAD, bad));
}

static void shared_segments(void)
{
    prepare();
    int id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
    CHECK(id >= 0);
    FOR_LONG_OUTPUT(syscall(SYS_shmctl, id, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_shmctl, id, IPC_SET, bad));
    CHECK(shmctl(id, IPC_RMID, NULL) == 0);
}

static void message_queues(void)
{
    prepare();
    struct {
        long type;
        char text[100];
    } message = {1, ""};
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(queue >= 0);
    FOR_LONG_INPUT(syscall(SYS_msgsnd, queue, bad, 50, 0));
    FOR_LONG_OUTPUT(syscall(SYS_msgctl, queue, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_msgctl, queue, IPC_SET, bad));
    CHECK(syscall(SYS_msgsnd, queue, &message, 50, 0) == 0);
    CHECK_FAILS(syscall(SYS_msgrcv, queue, read_only, 50, 0, IPC_NOWAIT), EFAULT);
    memcpy(edge + 1 - sizeof(long), &message.type, sizeof(long)); /* the text would lie where nothing is mapped */
    CHECK_FAILS(syscall(SYS_msgsnd, queue, edge + 1 - sizeof(long), 1, 0), EFAULT);
    CHECK_FAILS(syscall(SYS_msgsnd, 0x7fffffff, edge + 1 - sizeof(long), 1, 0), EFAULT); /* that is found first */
    CHECK(msgctl(queue, IPC_RMID, NULL) == 0);
}

static void semaphores(void)
{
    prepare();
    int set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
    CHECK(set >= 0);
    FOR_LONG_INPUT(syscall(SYS_semop, set, bad, 1));
    FOR_LONG_INPUT(syscall(SYS_semtimedop, set, &(struct sembuf){0, 1, 0}, 1, bad));
    FOR_LONG_OUTPUT(syscall(SYS_semctl, set, 0, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_semctl, set, 0, IPC_SET, bad));
    FOR_LONG_OUTPUT(syscall(SYS_semctl, set, 0, GETALL, bad));
    FOR_LONG_INPUT(syscall(SYS_semctl, set, 0, SETALL, bad));
    CHECK(semctl(set, 0, IPC_RMID) == 0);
}

static void posix_queues(void)
{
    prepare();
    char name[40];
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 100};
    sprintf(name, "/foal-bad-%d", getpid());
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT, 0600, &attributes);
    CHECK(queue >= 0 && mq_unlink(name) == 0);
    CHECK_FAILS(syscall(SYS_mq_open, (void *)8, O_RDWR, 0, NULL), EFAULT);
    CHECK_FAILS(syscall(SYS_mq_unlink, (void *)8), EFAULT);
    FOR_LONG_INPUT(syscall(SYS_mq_timedsend, queue, bad, 100, 0, NULL));
    if (!on_qemu())
        FOR_LONG_OUTPUT(syscall(SYS_mq_getsetattr, queue, NULL, bad));
    CHECK(mq_send(queue, "x", 1, 0) == 0);
    CHECK_FAILS(syscall(SYS_mq_timedreceive, queue, read_only, 100, NULL, NULL), EFAULT);
}

static void receive_from_nowhere(int fd)
{
    char byte;
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    FOR_LONG_INPUT(syscall(SYS_recvmsg, fd, bad, 0));
    FOR_LONG_INPUT((message.msg_iov = (struct iovec *)bad, syscall(SYS_recvmsg, fd, &message, 0)));
    FOR_LONG_INPUT(syscall(SYS_sendmmsg, fd, bad, 1, 0));
    FOR_LONG_INPUT(syscall(SYS_recvmmsg, fd, bad, 1, 0, NULL));
    FOR_LONG_INPUT(syscall(SYS_recvmmsg, fd, NULL, 0, 0, bad));
    FOR_LONG_OUTPUT(syscall(SYS_getsockname, fd, bad, &(socklen_t){100}));
    FOR_LONG_INPUT(syscall(SYS_getpeername, fd, &message, bad));
    FOR_LONG_OUTPUT(syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, bad, &(socklen_t){4}));
}

static void sockets(void)
{
    prepare();
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = ""};
    socklen_t length = sizeof address;
    int pair[2];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    FOR_OUTPUT(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, bad));
    FOR_LONG_INPUT(syscall(SYS_bind, pair[0], bad, length));
    FOR_LONG_INPUT(syscall(SYS_connect, pair[0], bad, length));
    FOR_LONG_INPUT(syscall(SYS_sendto, pair[0], bad, 50, 0, NULL, 0));
    FOR_LONG_INPUT(syscall(SYS_sendmsg, pair[0], bad, 0));
    FOR_LONG_INPUT(syscall(SYS_setsockopt, pair[0], SOL_SOCKET, SO_SNDBUF, bad, 4));
    CHECK_FAILS(syscall(SYS_getsockname, pair[0], &address, (void *)8), EFAULT);
    CHECK_FAILS(syscall(SYS_getsockopt, pair[0], SOL_SOCKET, SO_TYPE, &length, (void *)8), EFAULT);
    receive_from_nowhere(pair[0]);
    CHECK(send(pair[1], "x", 1, 0) == 1);
    CHECK_FAILS(syscall(SYS_recvfrom, pair[0], read_only, 50, 0, NULL, NULL), EFAULT);
}

static void sockets_of_a_network(void)
{
    prepare();
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);
    FOR_LONG_INPUT(syscall(SYS_bind, server, bad, length));
    CHECK(bind(server, (struct sockaddr *)&here, length) == 0 && listen(server, 5) == 0);
    CHECK(getsockname(server, (struct sockaddr *)&here, &length) == 0);
    FOR_LONG_INPUT(syscall(SYS_connect, client, bad, length));
    FOR_LONG_INPUT(syscall(SYS_sendto, fd, "x", 1, 0, bad, length));
    FOR_LONG_INPUT(syscall(SYS_sendto, fd, bad, 50, 0, &here, length));
    FOR_LONG_INPUT(syscall(SYS_setsockopt, server, SOL_SOCKET, SO_REUSEADDR, bad, 4));
    CHECK(connect(client, (struct sockaddr *)&here, length) == 0);
    int end = accept(server, NULL, NULL);
    FOR_LONG_INPUT(syscall(SYS_sendto, client, bad, 50, 0, NULL, 0));
    CHECK(send(client, "x", 1, 0) == 1);
    FOR_OUTPUT(syscall(SYS_recvfrom, end, bad, 1, 0, NULL, NULL));
    await_byte(end); /* nothing of it was consumed */
    close(client);
    client = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(client, (struct sockaddr *)&here, length) == 0);
    CHECK_FAILS(syscall(SYS_accept, server, read_only, &length), EFAULT);
}

static void descriptors_that_wait(void)
{
    prepare();
    int events = eventfd(1, EFD_NONBLOCK), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), all = epoll_create1(0);
    CHECK(events >= 0 && timer >= 0 && all >= 0);
    CHECK_FAILS(syscall(SYS_read, events, read_only, 8), EFAULT);
    CHECK(eventfd_write(events, 1) == 0);
    FOR_LONG_INPUT(syscall(SYS_write, events, bad, 8));
    FOR_LONG_INPUT(syscall(SYS_timerfd_settime, timer, 0, bad, NULL));
    FOR_LONG_OUTPUT(syscall(SYS_timerfd_gettime, timer, bad));
    FOR_LONG_INPUT(syscall(SYS_epoll_ctl, all, EPOLL_CTL_ADD, events, bad));
    FOR_LONG_INPUT(syscall(SYS_signalfd4, -1, bad, 8, 0));
}

int main(void)
{
    RUN(names_of_pipes);
    RUN(shared_segments);
    RUN(message_queues);
    RUN(semaphores);
    RUN(posix_queues);
    RUN(sockets);
    RUN(sockets_of_a_network);
    RUN(descriptors_that_wait);
    return finish();
}
