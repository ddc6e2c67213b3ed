/* Sockets of the family AF_UNIX with connections: streams, and messages in sequence. */
#include "address.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static int ends[2];
static char buffer[100];

static void open_pair(int type)
{
    CHECK(socketpair(AF_UNIX, type, 0, ends) == 0);
}

/* ---- making sockets ------------------------------------------------------------------------------------------- */

static void only_families_types_and_protocols_that_exist_can_be_had(void)
{
    CHECK_FAILS(socket(-1, SOCK_STREAM, 0), EAFNOSUPPORT);
    CHECK_FAILS(socket(1000, SOCK_STREAM, 0), EAFNOSUPPORT);
    CHECK_FAILS(socket(AF_UNIX, 15, 0), EINVAL);
    CHECK_FAILS(socket(AF_UNIX, 4, 0), ESOCKTNOSUPPORT);
    if (!on_qemu())
        CHECK_FAILS(socket(AF_UNIX, SOCK_STREAM | 0x100, 0), EINVAL);
    CHECK_FAILS(socket(AF_UNIX, SOCK_STREAM, 2), EPROTONOSUPPORT);
    CHECK_FAILS(socketpair(AF_INET, SOCK_STREAM, 0, ends), EOPNOTSUPP);
    CHECK_FAILS(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, 8), EFAULT);
}

static void flags_of_the_type_are_those_of_the_descriptor(void)
{
    open_pair(SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
    CHECK(fcntl(ends[0], F_GETFD) == FD_CLOEXEC && fcntl(ends[1], F_GETFD) == FD_CLOEXEC);
    CHECK((fcntl(ends[0], F_GETFL) & (O_ACCMODE | O_NONBLOCK)) == (O_RDWR | O_NONBLOCK));
    CHECK_FAILS(read(ends[0], buffer, 1), EAGAIN);
    int off = 0, on = 1;
    CHECK(ioctl(ends[0], FIONBIO, &off) == 0);
    CHECK(!(fcntl(ends[0], F_GETFL) & O_NONBLOCK));
    CHECK(ioctl(ends[0], FIONBIO, &on) == 0);
    CHECK(fcntl(ends[0], F_GETFL) & O_NONBLOCK);
}

static void a_socket_is_a_file_of_its_own_type(void)
{
    struct stat status;
    open_pair(SOCK_STREAM);
    CHECK(fstat(ends[0], &status) == 0 && S_ISSOCK(status.st_mode));
    char path[30], text[50];
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    ssize_t length = readlink(path, text, sizeof text - 1);
    CHECK(length < 0 || (strncmp(text, "socket:[", 8) == 0 && text[length - 1] == ']')); /* there may be no /proc */
    CHECK_FAILS(lseek(ends[0], 0, SEEK_SET), ESPIPE);
}

static void other_descriptors_are_no_sockets(void)
{
    int pipe_ends[2];
    CHECK(pipe(pipe_ends) == 0);
    CHECK_FAILS(send(pipe_ends[1], "x", 1, 0), ENOTSOCK);
    CHECK_FAILS(listen(pipe_ends[1], 1), ENOTSOCK);
    CHECK_FAILS(accept(pipe_ends[1], NULL, NULL), ENOTSOCK);
    CHECK_FAILS(shutdown(pipe_ends[1], SHUT_RD), ENOTSOCK);
    CHECK_FAILS(recv(999, buffer, 1, 0), EBADF);
    CHECK_FAILS(try_connect(-1), EBADF);
}

/* ---- streams -------------------------------------------------------------------------------------------------- */

static void bytes_go_both_ways(void)
{
    open_pair(SOCK_STREAM);
    CHECK(write(ends[0], "there", 5) == 5);
    CHECK(write(ends[1], "back", 4) == 4);
    CHECK(read(ends[1], buffer, 100) == 5 && memcmp(buffer, "there", 5) == 0);
    CHECK(read(ends[0], buffer, 100) == 4 && memcmp(buffer, "back", 4) == 0);
}

static void a_stream_has_no_messages(void)
{
    int available;
    open_pair(SOCK_STREAM);
    CHECK(send(ends[0], "one", 3, 0) == 3);
    CHECK(send(ends[0], "two", 3, 0) == 3);
    CHECK(ioctl(ends[1], FIONREAD, &available) == 0 && available == 6);
    CHECK(recv(ends[1], buffer, 4, 0) == 4 && memcmp(buffer, "onet", 4) == 0);
    CHECK(recv(ends[1], buffer, 100, 0) == 2 && memcmp(buffer, "wo", 2) == 0);
}

static void peeking_leaves_the_bytes_there(void)
{
    open_pair(SOCK_STREAM);
    CHECK(write(ends[0], "ab", 2) == 2);
    CHECK(write(ends[0], "cd", 2) == 2);
    CHECK(recv(ends[1], buffer, 3, MSG_PEEK) == 3 && memcmp(buffer, "abc", 3) == 0);
    CHECK(recv(ends[1], buffer, 100, 0) == 4 && memcmp(buffer, "abcd", 4) == 0);
    CHECK_FAILS(recv(ends[1], buffer, 1, MSG_DONTWAIT), EAGAIN);
}

static void waiting_for_all_waits_for_all(void)
{
    open_pair(SOCK_STREAM);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 10; i++) {
            CHECK(write(ends[0], "0123456789", 10) == 10);
            let_others_run();
        }
        _exit(failures != 0);
    }
    CHECK(recv(ends[1], buffer, 100, MSG_WAITALL) == 100);
    for (int i = 0; i < 100; i++)
        CHECK(buffer[i] == '0' + i % 10);
    CHECK(exit_status(child) == 0);
    CHECK(write(ends[0], "end", 3) == 3);
    close(ends[0]);
    CHECK(recv(ends[1], buffer, 100, MSG_WAITALL) == 3); /* there will be no more */
}

static void a_reader_sleeps_until_something_is_sent(void)
{
    int *woken = shared_memory(PAGE);
    open_pair(SOCK_STREAM);
    pid_t child = fork();
    if (child == 0) {
        await_byte(ends[1]);
        *woken = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*woken == 0);
    send_byte(ends[0]);
    CHECK(exit_status(child) == 0);
}

#define MUCH (1 << 20)

static char much[MUCH];

static void much_gets_through_whole_though_the_buffer_is_small(void)
{
    open_pair(SOCK_STREAM);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < MUCH; i++)
            much[i] = i * 7 + i / 1000;
        CHECK(write(ends[0], much, MUCH) == MUCH);
        _exit(failures != 0);
    }
    close(ends[0]);
    int total = 0, wrong = 0;
    for (;;) {
        ssize_t got = read(ends[1], much, 5000);
        CHECK(got >= 0);
        if (got <= 0)
            break;
        for (int i = 0; i < got; i++)
            wrong += much[i] != (char)((total + i) * 7 + (total + i) / 1000);
        total += got;
    }
    CHECK(total == MUCH && wrong == 0);
    CHECK(exit_status(child) == 0);
}

static void a_full_buffer_makes_a_sender_wait_or_fail(void)
{
    open_pair(SOCK_STREAM | SOCK_NONBLOCK);
    ssize_t total = 0, sent;
    while ((sent = write(ends[0], much, 10000)) > 0)
        total += sent;
    CHECK(sent == -1 && errno == EAGAIN && total >= 10000 && total < MUCH);
    while (total > 0) {
        ssize_t got = read(ends[1], much, MUCH);
        CHECK(got > 0);
        if (got <= 0)
            break;
        total -= got;
    }
    CHECK(write(ends[0], "x", 1) == 1);
}

/* ---- ends ----------------------------------------------------------------------------------------------------- */

static void when_the_other_end_is_closed_what_it_sent_can_be_read(void)
{
    open_pair(SOCK_STREAM);
    send_byte(ends[0]);
    close(ends[0]);
    CHECK(read(ends[1], buffer, 10) == 1);
    CHECK(read(ends[1], buffer, 10) == 0);
}

static void sending_to_a_closed_end_is_a_broken_pipe(void)
{
    open_pair(SOCK_STREAM);
    close(ends[1]);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
    pid_t child = fork();
    if (child == 0) {
        (void)!write(ends[0], "x", 1);
        _exit(0);
    }
    CHECK(death_signal(child) == SIGPIPE);
    signal(SIGPIPE, SIG_IGN);
    CHECK_FAILS(write(ends[0], "x", 1), EPIPE);
}

static void closing_with_unread_bytes_resets_the_connection(void)
{
    open_pair(SOCK_STREAM);
    send_byte(ends[0]);
    send_byte(ends[1]);
    close(ends[1]);
    CHECK(read(ends[0], buffer, 10) == 1);
    CHECK_FAILS(read(ends[0], buffer, 10), ECONNRESET);
    CHECK(read(ends[0], buffer, 10) == 0);
}

static void one_direction_can_be_shut_down(void)
{
    open_pair(SOCK_STREAM);
    CHECK_FAILS(shutdown(ends[0], 3), EINVAL);
    CHECK_FAILS(shutdown(ends[0], -1), EINVAL);
    send_byte(ends[0]);
    CHECK(shutdown(ends[0], SHUT_WR) == 0);
    CHECK(read(ends[1], buffer, 10) == 1);
    CHECK(read(ends[1], buffer, 10) == 0);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
    send_byte(ends[1]); /* the other direction still works */
    await_byte(ends[0]);
    CHECK(shutdown(ends[0], SHUT_RD) == 0);
    CHECK_FAILS(send(ends[1], "x", 1, MSG_NOSIGNAL), EPIPE);
    CHECK(read(ends[0], buffer, 1) == 0);
}

static void a_sleeping_reader_learns_of_the_end(void)
{
    open_pair(SOCK_STREAM);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        _exit(read(ends[1], buffer, 1) == 0 ? 0 : 1);
    }
    let_others_run();
    close(ends[0]);
    CHECK(exit_status(child) == 0);
}

/* ---- messages in sequence ------------------------------------------------------------------------------------- */

static void seqpacket_keeps_messages_apart(void)
{
    int available;
    open_pair(SOCK_SEQPACKET);
    CHECK(send(ends[0], "one", 3, 0) == 3);
    CHECK(send(ends[0], "three", 5, 0) == 5);
    CHECK(ioctl(ends[1], FIONREAD, &available) == 0 && available == 8);
    CHECK(recv(ends[1], buffer, 100, 0) == 3);
    CHECK(recv(ends[1], buffer, 2, MSG_PEEK | MSG_TRUNC) == 5);
    CHECK(recv(ends[1], buffer, 2, 0) == 2 && memcmp(buffer, "th", 2) == 0); /* the rest is lost */
    CHECK_FAILS(recv(ends[1], buffer, 100, MSG_DONTWAIT), EAGAIN);
    close(ends[0]);
    CHECK(recv(ends[1], buffer, 100, 0) == 0);
    CHECK_FAILS(send(ends[1], "x", 1, MSG_NOSIGNAL), EPIPE);
    CHECK_FAILS(send(ends[1], "x", 1, 0), EPIPE); /* without a signal */
}

static void seqpacket_has_connections_too(void)
{
    int server = listener(SOCK_SEQPACKET, 1);
    int fd = client(SOCK_SEQPACKET);
    int end = accept(server, NULL, NULL);
    CHECK(send(fd, "a", 1, 0) == 1 && send(fd, "", 0, 0) == 0 && write(fd, "", 0) == 0 && send(fd, "b", 1, 0) == 1);
    CHECK(recv(end, buffer, 100, 0) == 1);
    CHECK(recv(end, buffer, 100, 0) == 0); /* an empty message */
    CHECK(recv(end, buffer, 100, 0) == 0);
    CHECK(recv(end, buffer, 100, 0) == 1 && buffer[0] == 'b');
    int lone = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    CHECK_FAILS(send(lone, "x", 1, 0), ENOTCONN);
    CHECK_FAILS(recv(lone, buffer, 1, 0), ENOTCONN);
}

int main(void)
{
    RUN(only_families_types_and_protocols_that_exist_can_be_had);
    RUN(flags_of_the_type_are_those_of_the_descriptor);
    RUN(a_socket_is_a_file_of_its_own_type);
    RUN(other_descriptors_are_no_sockets);
    RUN(bytes_go_both_ways);
    RUN(a_stream_has_no_messages);
    RUN(peeking_leaves_the_bytes_there);
    RUN(waiting_for_all_waits_for_all);
    RUN(a_reader_sleeps_until_something_is_sent);
    RUN(much_gets_through_whole_though_the_buffer_is_small);
    RUN(a_full_buffer_makes_a_sender_wait_or_fail);
    RUN(when_the_other_end_is_closed_what_it_sent_can_be_read);
    RUN(sending_to_a_closed_end_is_a_broken_pipe);
    RUN(closing_with_unread_bytes_resets_the_connection);
    RUN(one_direction_can_be_shut_down);
    RUN(a_sleeping_reader_learns_of_the_end);
    RUN(seqpacket_keeps_messages_apart);
    RUN(seqpacket_has_connections_too);
    return finish();
}
