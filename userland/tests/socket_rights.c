/* What others than root may do with sockets, and for whom they are taken (unix(7), ip(7), socket(7)). */
#include "nobody.h"
#include "pairs.h"
#include <sys/stat.h>
#include <sys/un.h>

#ifndef SO_DEBUG
#define SO_DEBUG 1
#define SO_PRIORITY 12
#define SO_SNDBUFFORCE 32
#define SO_RCVBUFFORCE 33
#endif

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static char byte;

static int reach(int type)
{
    int fd = socket(AF_UNIX, type, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static void try_without_the_right(void)
{
    CHECK_FAILS(reach(SOCK_STREAM), EACCES);
}

static void try_with_the_right(void)
{
    CHECK(reach(SOCK_STREAM) == 0);
}

static int listen_at_a_path(int type)
{
    int fd = socket(AF_UNIX, type, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "/tmp/foal-socket-rights-%d", getpid());
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

static void sockets_with_a_path_are_reached_by_the_mode_of_their_file(void)
{
    int fd = listen_at_a_path(SOCK_STREAM);
    CHECK(listen(fd, 5) == 0);
    CHECK(chmod(address.sun_path, 0644) == 0); /* to connect takes the right to write */
    as_nobody(try_without_the_right);
    CHECK(chmod(address.sun_path, 0622) == 0);
    as_nobody(try_with_the_right);
    CHECK(unlink(address.sun_path) == 0);
}

static void send_without_the_right(void)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK_FAILS(sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof address), EACCES);
    CHECK_FAILS(reach(SOCK_DGRAM), EACCES);
}

static void messages_are_sent_to_a_path_by_the_mode_of_its_file(void)
{
    struct stat status;
    umask(077);
    int fd = listen_at_a_path(SOCK_DGRAM);
    CHECK(stat(address.sun_path, &status) == 0 && (status.st_mode & 0777) == 0700);
    as_nobody(send_without_the_right);
    CHECK(sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof address) == 1);
    await_byte(fd);
    CHECK(unlink(address.sun_path) == 0);
}

static void bind_where_others_may_not_write(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, sizeof address), EACCES);
}

static void a_path_takes_the_right_to_write_to_its_folder(void)
{
    char folder[50];
    snprintf(folder, sizeof folder, "/tmp/foal-folder-%d", getpid());
    CHECK(mkdir(folder, 0755) == 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
    as_nobody(bind_where_others_may_not_write);
    CHECK(rmdir(folder) == 0);
}

static void bind_to_low_ports(void)
{
    struct sockaddr_in low = loopback(), elsewhere = {.sin_family = AF_INET, .sin_addr = {htonl(0x08080808)}};
    low.sin_port = elsewhere.sin_port = htons(1023);
    int stream = socket(AF_INET, SOCK_STREAM, 0), messages = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK_FAILS(bind(stream, (struct sockaddr *)&low, sizeof low), EACCES);
    CHECK_FAILS(bind(messages, (struct sockaddr *)&low, sizeof low), EACCES);
    CHECK_FAILS(bind(stream, (struct sockaddr *)&elsewhere, sizeof elsewhere), EADDRNOTAVAIL);
    low.sin_port = 0;
    CHECK(bind(stream, (struct sockaddr *)&low, sizeof low) == 0);
    CHECK(ntohs(name_of(stream).sin_port) >= 1024);
    low.sin_port = htons(1023);
    CHECK_FAILS(bind(stream, (struct sockaddr *)&low, sizeof low), EACCES); /* and not that it is bound */
}

static void low_ports_are_for_root(void)
{
    struct sockaddr_in low = loopback();
    low.sin_port = htons(1023);
    as_nobody(bind_to_low_ports);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(bind(fd, (struct sockaddr *)&low, sizeof low) == 0 && ntohs(name_of(fd).sin_port) == 1023);
}

static void set_what_is_for_root(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK_FAILS(set_option(fd, SO_SNDBUFFORCE, 10000), EPERM);
    CHECK_FAILS(set_option(fd, SO_RCVBUFFORCE, 10000), EPERM);
    CHECK_FAILS(set_option(fd, SO_DEBUG, 1), EACCES);
    CHECK(set_option(fd, SO_DEBUG, 0) == 0);
    CHECK_FAILS(set_option(fd, SO_PRIORITY, 7), EPERM);
    CHECK(set_option(fd, SO_PRIORITY, 6) == 0 && option_of(fd, SO_PRIORITY) == 6);
}

static void some_options_are_for_root(void)
{
    as_nobody(set_what_is_for_root);
}

/* ---- who the other is ----------------------------------------------------------------------------------------- */

static struct ucred peer_of(int fd)
{
    struct ucred peer = {-2, -2, -2};
    socklen_t length = sizeof peer;
    CHECK(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
    return peer;
}

static void look_at_the_pair(void)
{
    struct ucred peer = peer_of(ends[0]);
    CHECK(peer.pid == getppid() && peer.uid != NOBODY && peer.gid != NOBODY);
}

static void a_peer_is_who_it_was_when_the_pair_was_made(void)
{
    open_pair(STREAM);
    as_nobody(look_at_the_pair);
}

static pid_t server_pid;

static void connect_as_another(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(peer_of(fd).pid == server_pid && peer_of(fd).uid != NOBODY);
    send_byte(fd);
    await_byte(fd);
}

static void a_client_is_who_it_was_when_it_connected(void)
{
    int server = listen_at_a_path(SOCK_STREAM);
    server_pid = getpid();
    CHECK(peer_of(server).pid == 0);
    CHECK(listen(server, 1) == 0 && chmod(address.sun_path, 0666) == 0);
    CHECK(peer_of(server).pid == server_pid); /* what clients will be told */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        as_nobody(connect_as_another);
        _exit(failures != 0);
    }
    int fd = accept(server, NULL, NULL);
    CHECK(unlink(address.sun_path) == 0);
    await_byte(fd);
    CHECK(peer_of(fd).uid == NOBODY && peer_of(fd).gid == NOBODY && peer_of(fd).pid != getpid());
    send_byte(fd);
    int status = exit_status(child);
    if (status == SKIPPED)
        skip("only root can become somebody else");
    CHECK(status == 0);
}

static ssize_t send_as(pid_t pid, uid_t uid, gid_t gid)
{
    struct ucred claimed = {pid, uid, gid};
    struct iovec piece = {"x", 1};
    char control[CMSG_SPACE(sizeof claimed)];
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_CREDENTIALS;
    header->cmsg_len = CMSG_LEN(sizeof claimed);
    memcpy(CMSG_DATA(header), &claimed, sizeof claimed);
    return sendmsg(ends[0], &message, 0);
}

static void pretend(void)
{
    CHECK_FAILS(send_as(getpid(), 0, NOBODY), EPERM);
    CHECK_FAILS(send_as(getpid(), NOBODY, 0), EPERM);
    CHECK_FAILS(send_as(getppid(), NOBODY, NOBODY), EPERM);
    CHECK(send_as(getpid(), NOBODY, NOBODY) == 1);
}

static void only_root_can_pretend_to_be_another(void)
{
    open_pair(DATAGRAM);
    as_nobody(pretend);
    await_byte(ends[1]);
    CHECK_FAILS(recv(ends[1], &byte, 1, MSG_DONTWAIT), EAGAIN);
    CHECK(send_as(getpid(), NOBODY, NOBODY) == 1);
}

int main(void)
{
    RUN(sockets_with_a_path_are_reached_by_the_mode_of_their_file);
    RUN(messages_are_sent_to_a_path_by_the_mode_of_its_file);
    RUN(a_path_takes_the_right_to_write_to_its_folder);
    RUN(low_ports_are_for_root);
    RUN(some_options_are_for_root);
    RUN(a_peer_is_who_it_was_when_the_pair_was_made);
    RUN(a_client_is_who_it_was_when_it_connected);
    RUN(only_root_can_pretend_to_be_another);
    return finish();
}
