/* What is sent along with messages of the family AF_UNIX: descriptors, and who the sender is. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/uio.h>

#define MOST_RIGHTS 253

static char control[4096];
static char byte;
static struct iovec piece = {&byte, 1};
static int ends[2];

static void open_pair(int type)
{
    CHECK(socketpair(AF_UNIX, type, 0, ends) == 0);
}

static struct msghdr message_with(size_t control_length)
{
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = control_length};
    return message;
}

/* Puts one control message into the buffer. */
static struct msghdr control_of(int level, int type, const void *data, size_t length)
{
    struct msghdr message = message_with(CMSG_SPACE(length));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    memset(control, 0, sizeof control);
    header->cmsg_len = CMSG_LEN(length);
    header->cmsg_level = level;
    header->cmsg_type = type;
    memcpy(CMSG_DATA(header), data, length);
    return message;
}

static int send_descriptors(int socket, const int *descriptors, int count)
{
    struct msghdr message = control_of(SOL_SOCKET, SCM_RIGHTS, descriptors, count * sizeof *descriptors);
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* How many descriptors have come, the first of which is put there. */
static int receive_descriptors(int socket, int *first, int flags)
{
    struct msghdr message = message_with(sizeof control);
    *first = -1;
    CHECK(recvmsg(socket, &message, flags) == 1);
    CHECK((message.msg_flags & MSG_CTRUNC) == 0);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL)
        return 0;
    CHECK(header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS);
    memcpy(first, CMSG_DATA(header), sizeof *first);
    return (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
}

static void descriptors_can_be_sent(int type)
{
    int pipe_ends[2], received;
    open_pair(type);
    CHECK(pipe(pipe_ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        CHECK(receive_descriptors(ends[1], &received, 0) == 1);
        CHECK(received >= 0 && fcntl(received, F_GETFD) == 0);
        CHECK(write(received, "hello", 5) == 5);
        _exit(failures != 0);
    }
    CHECK(send_descriptors(ends[0], &pipe_ends[1], 1) == 1);
    close(pipe_ends[1]);
    char text[10];
    CHECK(read(pipe_ends[0], text, 10) == 5);
    CHECK(exit_status(child) == 0);
    CHECK(read(pipe_ends[0], text, 10) == 0); /* nobody has it any more */
}

static void descriptors_can_be_sent_over_a_stream(void)
{
    descriptors_can_be_sent(SOCK_STREAM);
}

static void descriptors_can_be_sent_with_a_message(void)
{
    descriptors_can_be_sent(SOCK_DGRAM);
    descriptors_can_be_sent(SOCK_SEQPACKET);
}

static void a_received_descriptor_can_be_close_on_exec(void)
{
    int received;
    open_pair(SOCK_STREAM);
    CHECK(send_descriptors(ends[0], &ends[0], 1) == 1);
    CHECK(receive_descriptors(ends[1], &received, MSG_CMSG_CLOEXEC) == 1);
    CHECK(fcntl(received, F_GETFD) == FD_CLOEXEC);
}

static void peeking_receives_a_copy(void)
{
    int first, second;
    open_pair(SOCK_STREAM);
    CHECK(send_descriptors(ends[0], &ends[0], 1) == 1);
    CHECK(receive_descriptors(ends[1], &first, MSG_PEEK) == 1);
    CHECK(receive_descriptors(ends[1], &second, 0) == 1);
    CHECK(first >= 0 && second > first);
    CHECK(write(first, "x", 1) == 1 && write(second, "y", 1) == 1);
}

static void a_stream_does_not_mix_descriptors(void)
{
    char text[10];
    int received;
    open_pair(SOCK_STREAM);
    CHECK(write(ends[0], "a", 1) == 1);
    CHECK(send_descriptors(ends[0], &ends[0], 1) == 1);
    CHECK(write(ends[0], "b", 1) == 1);
    struct iovec pieces = {text, 10};
    struct msghdr message = message_with(sizeof control);
    message.msg_iov = &pieces;
    ssize_t length = recvmsg(ends[1], &message, 0); /* up to the descriptor, or with it, but no further */
    CHECK(length == 1 || length == 2);
    if (length == 1)
        CHECK(receive_descriptors(ends[1], &received, 0) == 1);
    CHECK(recvmsg(ends[1], &message, 0) == 1 && text[0] == 'b');
}

static void reading_without_room_for_descriptors_closes_them(void)
{
    int pipe_ends[2];
    char text[10];
    open_pair(SOCK_STREAM);
    CHECK(pipe(pipe_ends) == 0);
    CHECK(send_descriptors(ends[0], &pipe_ends[1], 1) == 1);
    close(pipe_ends[1]);
    CHECK(read(ends[1], text, 1) == 1);
    CHECK(read(pipe_ends[0], text, 1) == 0);

    if (on_qemu()) /* gives more room than there is */
        return;
    int pair[2] = {ends[0], ends[1]};
    CHECK(send_descriptors(ends[0], pair, 2) == 1);
    struct msghdr message = message_with(CMSG_SPACE(0) + sizeof(int));
    CHECK(recvmsg(ends[1], &message, 0) == 1 && message.msg_flags == MSG_CTRUNC);
    CHECK(CMSG_FIRSTHDR(&message)->cmsg_len == CMSG_LEN(sizeof(int)));
    CHECK(send_descriptors(ends[0], pair, 2) == 1);
    message = message_with(7);
    CHECK(recvmsg(ends[1], &message, 0) == 1 && message.msg_flags == MSG_CTRUNC && message.msg_controllen == 0);
}

static void a_message_that_cannot_be_stored_stays_with_its_descriptors(void)
{
    int received;
    open_pair(SOCK_STREAM);
    CHECK(send_descriptors(ends[0], &ends[0], 1) == 1);
    struct iovec nowhere = {(void *)8, 1};
    struct msghdr message = message_with(sizeof control);
    message.msg_iov = &nowhere;
    CHECK_FAILS(syscall(SYS_recvmsg, ends[1], &message, 0), EFAULT);
    CHECK(receive_descriptors(ends[1], &received, 0) == 1 && received >= 0);
}

static void what_nobody_receives_is_closed_with_the_socket(void)
{
    int pipe_ends[2];
    char text[10];
    open_pair(SOCK_STREAM);
    CHECK(pipe(pipe_ends) == 0);
    CHECK(send_descriptors(ends[0], &pipe_ends[1], 1) == 1);
    close(pipe_ends[1]);
    close(ends[1]);
    CHECK(read(pipe_ends[0], text, 1) == 0);
}

/* A socket that is sent over itself, and then closed, can be received by nobody. */
static void sockets_in_a_circle_are_closed_too(void)
{
    int pipe_ends[2], pair[2];
    char text[10];
    open_pair(SOCK_DGRAM);
    CHECK(pipe(pipe_ends) == 0);
    CHECK(send_descriptors(ends[0], &ends[1], 1) == 1); /* to itself */
    CHECK(send_descriptors(ends[0], &pipe_ends[1], 1) == 1);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(send_descriptors(ends[0], &pair[0], 1) == 1); /* a longer circle */
    CHECK(send_descriptors(pair[1], &ends[0], 1) == 1);
    close(pipe_ends[1]);
    close(ends[0]);
    close(ends[1]);
    close(pair[0]);
    close(pair[1]);
    struct pollfd end = {pipe_ends[0], POLLIN, 0};
    CHECK(poll(&end, 1, 5000) == 1); /* Linux looks for them when it has time to */
    CHECK(read(pipe_ends[0], text, 1) == 0);
}

/* More often than there can be sockets; and the last stay as this process ends. */
static void circles_that_nobody_has_a_descriptor_to_take_up_no_room(void)
{
    for (int i = 0; i < 9000; i++) {
        open_pair(SOCK_DGRAM);
        CHECK(send_descriptors(ends[0], ends, 2) == 1);
        CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
        if (failures)
            break;
    }
}

static void a_socket_on_its_way_still_works(void)
{
    int pair[2], received;
    char text[10];
    open_pair(SOCK_STREAM);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(send_descriptors(ends[0], &pair[1], 1) == 1);
    close(pair[1]);
    int other[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, other) == 0);
    close(other[0]); /* has circles looked for */
    CHECK(write(pair[0], "x", 1) == 1);
    CHECK(receive_descriptors(ends[1], &received, 0) == 1);
    CHECK(read(received, text, 10) == 1);
}

static void wrong_control_messages_are_refused(void)
{
    int bad = 999, many[MOST_RIGHTS + 1];
    open_pair(SOCK_STREAM);
    CHECK_FAILS(send_descriptors(ends[0], &bad, 1), EBADF);
    for (int i = 0; i <= MOST_RIGHTS; i++)
        many[i] = ends[0];
    CHECK_FAILS(send_descriptors(ends[0], many, MOST_RIGHTS + 1), EINVAL);
    CHECK(send_descriptors(ends[0], many, MOST_RIGHTS) == 1);
    struct msghdr message = control_of(SOL_SOCKET, 77, &bad, sizeof bad);
    CHECK_FAILS(sendmsg(ends[0], &message, 0), EINVAL);
    message = control_of(12345, 77, &bad, sizeof bad); /* of no concern to this family */
    CHECK(sendmsg(ends[0], &message, 0) == 1);
    message = control_of(SOL_SOCKET, SCM_RIGHTS, &bad, sizeof bad);
    CMSG_FIRSTHDR(&message)->cmsg_len = 3;
    if (!on_qemu())
        CHECK_FAILS(sendmsg(ends[0], &message, 0), EINVAL);
    CMSG_FIRSTHDR(&message)->cmsg_len = -1;
    if (!on_qemu())
        CHECK_FAILS(sendmsg(ends[0], &message, 0), EINVAL);
}

static void wrong_messages_are_refused(void)
{
    open_pair(SOCK_STREAM);
    struct msghdr message = message_with(0);
    message.msg_iovlen = UIO_MAXIOV + 1;
    CHECK_FAILS(syscall(SYS_sendmsg, ends[0], &message, 0), EMSGSIZE);
    CHECK_FAILS(syscall(SYS_recvmsg, ends[0], &message, 0), EMSGSIZE);
    message.msg_iovlen = -1;
    CHECK_FAILS(syscall(SYS_sendmsg, ends[0], &message, 0), EMSGSIZE);
    CHECK_FAILS(syscall(SYS_sendmsg, ends[0], 8, 0), EFAULT);
    CHECK_FAILS(syscall(SYS_recvmsg, ends[0], 8, 0), EFAULT);
    message = message_with(0);
    message.msg_namelen = -1;
    message.msg_name = control;
    if (!on_qemu())
        CHECK_FAILS(syscall(SYS_sendmsg, ends[0], &message, 0), EINVAL);
    message = message_with(0x7fffffffffff);
    if (!on_qemu())
        CHECK_FAILS(syscall(SYS_sendmsg, ends[0], &message, 0), ENOBUFS);
    message = message_with(100);
    message.msg_control = (void *)8;
    CHECK_FAILS(syscall(SYS_sendmsg, ends[0], &message, 0), EFAULT);
    CHECK_FAILS(send(ends[0], (void *)8, 1, 0), EFAULT);
    CHECK(write(ends[1], "x", 1) == 1);
    CHECK_FAILS(recv(ends[0], (void *)8, 1, 0), EFAULT);
    CHECK(recv(ends[0], control, 1, 0) == 1);
}

/* ---- who the sender is ---------------------------------------------------------------------------------------- */

static void the_peer_of_a_connection_is_known(void)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    open_pair(SOCK_STREAM);
    CHECK(getsockopt(ends[0], SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
    CHECK(length == sizeof peer && peer.pid == getpid() && peer.uid == geteuid() && peer.gid == getegid());

    struct sockaddr_un name = {.sun_family = AF_UNIX};
    length = sizeof name;
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&name, sizeof(sa_family_t)) == 0);
    CHECK(getsockname(server, (struct sockaddr *)&name, &length) == 0);
    CHECK(listen(server, 1) == 0);
    pid_t parent = getpid();
    socklen_t name_length = length;
    pid_t child = fork();
    if (child == 0) {
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        length = sizeof peer;
        CHECK(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
        CHECK(peer.pid == 0 && peer.uid == (uid_t)-1 && peer.gid == (gid_t)-1);
        CHECK(connect(fd, (struct sockaddr *)&name, name_length) == 0);
        CHECK(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
        CHECK(peer.pid == parent);
        _exit(failures != 0);
    }
    int fd = accept(server, NULL, NULL);
    length = sizeof peer;
    CHECK(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
    CHECK(peer.pid == child);
    CHECK(exit_status(child) == 0);
}

static void a_receiver_can_ask_who_sends(void)
{
    struct ucred sender;
    int on = 1;
    open_pair(SOCK_DGRAM);
    CHECK(setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(write(ends[0], "x", 1) == 1 ? 0 : 1);
    struct msghdr message = message_with(sizeof control);
    CHECK(recvmsg(ends[1], &message, 0) == 1);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    CHECK(header && header->cmsg_type == SCM_CREDENTIALS && header->cmsg_len == CMSG_LEN(sizeof sender));
    memcpy(&sender, CMSG_DATA(header), sizeof sender);
    CHECK(sender.pid == child && sender.uid == geteuid() && sender.gid == getegid());
    CHECK(exit_status(child) == 0);

    struct ucred self = {getpid(), getuid(), getgid()};
    message = control_of(SOL_SOCKET, SCM_CREDENTIALS, &self, sizeof self);
    CHECK(sendmsg(ends[0], &message, 0) == 1);
    message = message_with(sizeof control);
    CHECK(recvmsg(ends[1], &message, 0) == 1);
    CHECK(memcmp(CMSG_DATA(CMSG_FIRSTHDR(&message)), &self, sizeof self) == 0);

    CHECK(write(ends[0], "x", 1) == 1);
    message = message_with(0);
    message.msg_control = NULL;
    CHECK(recvmsg(ends[1], &message, 0) == 1 && message.msg_flags == MSG_CTRUNC);

    message = control_of(SOL_SOCKET, SCM_CREDENTIALS, &self, 8);
    CHECK_FAILS(sendmsg(ends[0], &message, 0), EINVAL);
    self.pid = 0x3fffffff;
    message = control_of(SOL_SOCKET, SCM_CREDENTIALS, &self, sizeof self);
    if (geteuid() == 0)
        CHECK_FAILS(sendmsg(ends[0], &message, 0), ESRCH);
}

/* Descriptors are sent over and over, and into sockets that are sent, so that anything forgotten would add up. */
static void nothing_is_forgotten_on_the_way(void)
{
    for (int round = 0; round < 200; round++) {
        int received;
        open_pair(SOCK_STREAM);
        int second[2];
        CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, second) == 0);
        for (int i = 0; i < 10; i++)
            CHECK(send_descriptors(second[0], ends, 2) == 1);
        CHECK(send_descriptors(ends[0], second, 2) == 1);
        if (round % 2)
            CHECK(receive_descriptors(ends[1], &received, 0) == 2);
        close(ends[0]);
        close(ends[1]);
        close(second[0]);
        close(second[1]);
        if (round % 2)
            for (int fd = received; fd < received + 2; fd++)
                CHECK(close(fd) == 0);
    }
}

int main(void)
{
    RUN(descriptors_can_be_sent_over_a_stream);
    RUN(descriptors_can_be_sent_with_a_message);
    RUN(a_received_descriptor_can_be_close_on_exec);
    RUN(peeking_receives_a_copy);
    RUN(a_stream_does_not_mix_descriptors);
    RUN(reading_without_room_for_descriptors_closes_them);
    RUN(a_message_that_cannot_be_stored_stays_with_its_descriptors);
    RUN(what_nobody_receives_is_closed_with_the_socket);
    RUN(sockets_in_a_circle_are_closed_too);
    RUN(circles_that_nobody_has_a_descriptor_to_take_up_no_room);
    RUN(a_socket_on_its_way_still_works);
    RUN(wrong_control_messages_are_refused);
    RUN(wrong_messages_are_refused);
    RUN(the_peer_of_a_connection_is_known);
    RUN(a_receiver_can_ask_who_sends);
    RUN(nothing_is_forgotten_on_the_way);
    return finish();
}
