/* Connections of the family AF_UNIX: the names of sockets, who waits at them, and who finds nobody there. */
#include "address.h"
#include <fcntl.h>
#include <sys/stat.h>

static char buffer[100];

static void a_client_and_a_server_find_each_other(void)
{
    int server = listener(SOCK_STREAM, 5);
    pid_t child = fork();
    if (child == 0) {
        int fd = client(SOCK_STREAM);
        CHECK(write(fd, "question", 8) == 8);
        CHECK(read(fd, buffer, 100) == 6 && memcmp(buffer, "answer", 6) == 0);
        _exit(failures != 0);
    }
    int fd = accept(server, NULL, NULL);
    CHECK(fd >= 0);
    CHECK(read(fd, buffer, 100) == 8 && memcmp(buffer, "question", 8) == 0);
    CHECK(write(fd, "answer", 6) == 6);
    CHECK(exit_status(child) == 0);
    CHECK(read(fd, buffer, 100) == 0);
}

static void sockets_tell_their_names(void)
{
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    int server = listener(SOCK_STREAM, 5);
    CHECK(getsockname(server, (struct sockaddr *)&name, &length) == 0);
    CHECK(length == address_length && memcmp(&name, &address, length) == 0);
    int fd = client(SOCK_STREAM);
    length = sizeof name;
    CHECK(getpeername(fd, (struct sockaddr *)&name, &length) == 0);
    CHECK(length == address_length && memcmp(&name, &address, length) == 0);
    length = sizeof name;
    CHECK(getsockname(fd, (struct sockaddr *)&name, &length) == 0);
    CHECK(length == sizeof(sa_family_t) && name.sun_family == AF_UNIX);
    length = sizeof name;
    int end = accept4(server, (struct sockaddr *)&name, &length, SOCK_CLOEXEC);
    CHECK(end >= 0 && fcntl(end, F_GETFD) == FD_CLOEXEC);
    CHECK(length == sizeof(sa_family_t) && name.sun_family == AF_UNIX);
    length = 5; /* what does not fit is cut off, but its length is told */
    memset(&name, 'z', sizeof name);
    CHECK(getsockname(end, (struct sockaddr *)&name, &length) == 0);
    CHECK(length == address_length && memcmp(&name, &address, 5) == 0 && name.sun_path[3] == 'z');
    length = -1;
    CHECK_FAILS(getsockname(end, (struct sockaddr *)&name, &length), EINVAL);
    CHECK_FAILS(getsockname(end, (struct sockaddr *)&name, NULL), EFAULT);
    length = sizeof name;
    CHECK_FAILS(getpeername(server, (struct sockaddr *)&name, &length), ENOTCONN);
}

static void nobody_listens_at_an_unknown_name(void)
{
    choose_address();
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(try_connect(fd), ECONNREFUSED);
    int bound = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(bound, (struct sockaddr *)&address, address_length) == 0);
    CHECK_FAILS(try_connect(fd), ECONNREFUSED); /* it does not listen */
    CHECK(listen(bound, 1) == 0);
    int other = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    CHECK_FAILS(try_connect(other), ECONNREFUSED); /* each type has abstract names of its own */
    CHECK(bind(other, (struct sockaddr *)&address, address_length) == 0);
    CHECK(try_connect(fd) == 0);
    CHECK_FAILS(try_connect(fd), EISCONN);
    close(bound);
    int late = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(try_connect(late), ECONNREFUSED);
}

static void a_name_belongs_to_one_socket(void)
{
    int first = listener(SOCK_STREAM, 1);
    int second = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(bind(second, (struct sockaddr *)&address, address_length), EADDRINUSE);
    CHECK_FAILS(bind(first, (struct sockaddr *)&address, address_length), EINVAL);
    CHECK_FAILS(listen(second, 1), EINVAL);
    close(first);
    CHECK(bind(second, (struct sockaddr *)&address, address_length) == 0);
}

static void wrong_addresses_are_refused(void)
{
    struct sockaddr_un wrong = {.sun_family = AF_INET};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&wrong, sizeof wrong), EINVAL);
    choose_address();
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, 1), EINVAL);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, sizeof address + 1), EINVAL);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, 200), EINVAL);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, -1), EINVAL);
    CHECK_FAILS(bind(fd, (struct sockaddr *)8, sizeof address), EFAULT);
    CHECK_FAILS(connect(fd, (struct sockaddr *)&address, 2), EINVAL);
    CHECK_FAILS(connect(fd, (struct sockaddr *)&address, 0), EINVAL);
}

static void a_name_can_be_made_up(void)
{
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    memset(&name, 0, sizeof name);
    name.sun_family = AF_UNIX;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(fd, (struct sockaddr *)&name, sizeof(sa_family_t)) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&name, &length) == 0);
    CHECK(length == sizeof(sa_family_t) + 6 && name.sun_path[0] == 0);
    CHECK(strspn(name.sun_path + 1, "0123456789abcdef") >= 5);
    CHECK(listen(fd, 1) == 0);
    int other = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(connect(other, (struct sockaddr *)&name, length) == 0);
}

static void a_path_is_a_file_that_outlives_the_socket(void)
{
    struct stat status;
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path, sizeof name.sun_path, "/tmp/foal-socket-%d", getpid());
    unlink(name.sun_path);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&name, sizeof name) == 0);
    CHECK(stat(name.sun_path, &status) == 0 && S_ISSOCK(status.st_mode));
    CHECK_FAILS(open(name.sun_path, O_RDWR), ENXIO);
    CHECK(listen(server, 1) == 0);
    struct sockaddr_un told;
    socklen_t length = sizeof told;
    CHECK(getsockname(server, (struct sockaddr *)&told, &length) == 0);
    CHECK(length == offsetof(struct sockaddr_un, sun_path) + strlen(name.sun_path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(connect(fd, (struct sockaddr *)&name, sizeof name) == 0);
    int second = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(bind(second, (struct sockaddr *)&name, sizeof name), EADDRINUSE);
    int other = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    CHECK_FAILS(connect(other, (struct sockaddr *)&name, sizeof name), EPROTOTYPE);
    close(server);
    CHECK(stat(name.sun_path, &status) == 0);
    CHECK_FAILS(connect(second, (struct sockaddr *)&name, sizeof name), ECONNREFUSED);
    CHECK(unlink(name.sun_path) == 0);
    CHECK_FAILS(connect(second, (struct sockaddr *)&name, sizeof name), ENOENT);
    strcpy(name.sun_path, "/tmp");
    CHECK_FAILS(connect(second, (struct sockaddr *)&name, sizeof name), ECONNREFUSED);
    strcpy(name.sun_path, "/no/such/folder");
    CHECK_FAILS(bind(second, (struct sockaddr *)&name, sizeof name), ENOENT);
}

static void a_full_backlog_makes_clients_wait_or_fail(void)
{
    int server = listener(SOCK_STREAM, 1);
    int first = client(SOCK_STREAM), second = client(SOCK_STREAM); /* one more than was asked for */
    int third = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    CHECK_FAILS(try_connect(third), EAGAIN);
    int *connected = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        client(SOCK_STREAM);
        *connected = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*connected == 0);
    CHECK(accept(server, NULL, NULL) >= 0);
    CHECK(exit_status(child) == 0);
    CHECK(first >= 0 && second >= 0);
}

static void connections_that_nobody_accepts_are_reset(void)
{
    int server = listener(SOCK_STREAM, 5);
    int fd = client(SOCK_STREAM);
    send_byte(fd); /* goes into the buffer of an end that nobody has */
    close(server);
    CHECK_FAILS(read(fd, buffer, 1), ECONNRESET);
    CHECK(read(fd, buffer, 1) == 0);
    CHECK_FAILS(send(fd, "x", 1, MSG_NOSIGNAL), EPIPE);
}

static void what_is_not_connected_cannot_send(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    choose_address();
    CHECK_FAILS(send(fd, "x", 1, 0), ENOTCONN);
    CHECK_FAILS(sendto(fd, "x", 1, 0, (struct sockaddr *)&address, address_length), EOPNOTSUPP);
    CHECK_FAILS(recv(fd, buffer, 1, 0), EINVAL);
    CHECK_FAILS(accept(fd, NULL, NULL), EINVAL);
    CHECK(shutdown(fd, SHUT_RDWR) == 0);
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK_FAILS(sendto(ends[0], "x", 1, 0, (struct sockaddr *)&address, address_length), EISCONN);
    int server = listener(SOCK_STREAM | SOCK_NONBLOCK, 1);
    CHECK_FAILS(accept(server, NULL, NULL), EAGAIN);
    CHECK_FAILS(accept4(server, NULL, NULL, 1), EINVAL);
    CHECK_FAILS(try_connect(server), EINVAL);
}

static void shutting_a_listener_down_wakes_who_accepts(void)
{
    int server = listener(SOCK_STREAM, 1);
    pid_t child = fork();
    if (child == 0)
        _exit(accept(server, NULL, NULL) == -1 && errno == EINVAL ? 0 : 1);
    let_others_run();
    CHECK(shutdown(server, SHUT_RDWR) == 0);
    CHECK(exit_status(child) == 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(try_connect(fd), ECONNREFUSED);
}

int main(void)
{
    RUN(a_client_and_a_server_find_each_other);
    RUN(sockets_tell_their_names);
    RUN(nobody_listens_at_an_unknown_name);
    RUN(a_name_belongs_to_one_socket);
    RUN(wrong_addresses_are_refused);
    RUN(a_name_can_be_made_up);
    RUN(a_path_is_a_file_that_outlives_the_socket);
    RUN(a_full_backlog_makes_clients_wait_or_fail);
    RUN(connections_that_nobody_accepts_are_reset);
    RUN(what_is_not_connected_cannot_send);
    RUN(shutting_a_listener_down_wakes_who_accepts);
    return finish();
}
