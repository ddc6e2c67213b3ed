/* What is removed, closed or renamed while somebody waits at it: who is woken, and who waits on. For System V see sem_wait
 * and msg_full. */
#include "sleeper.h"
#include "address.h"
#include <fcntl.h>
#include <sync/thread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

static int fd;
static char name[40], byte;

static void choose_name(void)
{
    snprintf(name, sizeof name, "/tmp/foal-removed-%d", getpid());
    unlink(name);
}

/* ---- FIFOs ---------------------------------------------------------------------------------------------------- */

static void open_it_to_read(void)
{
    send_byte(begun[1]);
    fd = open(name, O_RDONLY);
    CHECK(fd >= 0 && read(fd, &byte, 1) == 1);
}

static void a_fifo_that_is_renamed_can_still_be_met_at(void)
{
    char other[50];
    choose_name();
    snprintf(other, sizeof other, "%s.new", name);
    if (mkfifo(name, 0600) != 0)
        skip("no FIFO for the test");
    pid_t child = start_sleeper(open_it_to_read);
    CHECK(rename(name, other) == 0);
    CHECK_FAILS(open(name, O_WRONLY), ENOENT);
    fd = open(other, O_WRONLY);
    CHECK(fd >= 0 && write(fd, "x", 1) == 1);
    CHECK(exit_status(child) == 0 && unlink(other) == 0);
}

static void who_waits_at_a_fifo_without_a_name_waits_on(void)
{
    choose_name();
    if (mkfifo(name, 0600) != 0)
        skip("no FIFO for the test");
    pid_t child = start_sleeper(open_it_to_read);
    CHECK(unlink(name) == 0 && mkfifo(name, 0600) == 0); /* another one of that name */
    CHECK_FAILS(open(name, O_WRONLY | O_NONBLOCK), ENXIO);
    CHECK(waitpid(child, NULL, WNOHANG) == 0);
    CHECK(kill(child, SIGKILL) == 0 && death_signal(child) == SIGKILL);
    CHECK(unlink(name) == 0);
}

/* ---- sockets -------------------------------------------------------------------------------------------------- */

static int connect_to_it(void)
{
    return try_connect(socket(AF_UNIX, SOCK_STREAM, 0));
}

static void wait_for_the_backlog(void)
{
    CHECK(close(fd) == 0);
    send_byte(begun[1]);
    CHECK_FAILS(connect_to_it(), ECONNREFUSED);
}

static void who_waits_for_a_listener_that_is_closed_is_refused(void)
{
    fd = listener(SOCK_STREAM, 0);
    CHECK(connect_to_it() == 0);
    pid_t child = start_sleeper(wait_for_the_backlog);
    CHECK(close(fd) == 0);
    CHECK(exit_status(child) == 0);
}

static void send_once_more(void)
{
    int own = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(close(fd) == 0);
    send_byte(begun[1]);
    CHECK_FAILS(sendto(own, "x", 1, 0, (struct sockaddr *)&address, address_length), ECONNREFUSED);
}

static void who_waits_for_a_receiver_that_is_closed_is_refused(void)
{
    fd = bound_socket(SOCK_DGRAM);
    int own = socket(AF_UNIX, SOCK_DGRAM, 0);
    while (sendto(own, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&address, address_length) == 1)
        ;
    CHECK(errno == EAGAIN);
    pid_t child = start_sleeper(send_once_more);
    CHECK(close(fd) == 0);
    CHECK(exit_status(child) == 0);
}

static int ends[2];

static void fill_the_connection(void)
{
    static char much[1 << 20];
    signal(SIGPIPE, SIG_IGN);
    CHECK(close(ends[1]) == 0);
    send_byte(begun[1]);
    ssize_t sent = write(ends[0], much, sizeof much);
    CHECK(sent > 0 && sent < (ssize_t)sizeof much);
    errno = 0;
    CHECK(write(ends[0], much, 1) == -1 && (errno == EPIPE || errno == ECONNRESET));
}

static void a_sender_whose_connection_is_closed_learns_what_was_sent(void)
{
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    pid_t child = start_sleeper(fill_the_connection);
    CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
    CHECK(exit_status(child) == 0);
}

/* ---- descriptors that threads share --------------------------------------------------------------------------- */

static int other;
static long result;

static void read_the_counter(void *unused)
{
    eventfd_t value = 0;
    (void)unused;
    result = read(fd, &value, sizeof value) == sizeof value ? (long)value : -errno;
}

static void who_reads_from_what_another_thread_closes_goes_on(void)
{
    struct thread reader;
    fd = eventfd(0, 0);
    other = dup(fd);
    CHECK(thread_create(&reader, read_the_counter, NULL) == 0);
    for (int i = 0; i < 10; i++)
        let_others_run();
    CHECK(close(fd) == 0);
    let_others_run();
    CHECK(eventfd_write(other, 5) == 0);
    thread_join(&reader);
    CHECK(result == 5 || result == -EBADF); /* EBADF: it had not begun yet */
}

static void wait_for_events(void *unused)
{
    struct epoll_event event = {0};
    (void)unused;
    result = epoll_wait(fd, &event, 1, -1) == 1 ? (long)event.data.u64 : -errno;
}

static void what_epoll_watches_may_be_closed_while_it_waits(void)
{
    struct thread waiter;
    struct epoll_event event = {EPOLLIN, {.u64 = 1}}, second = {EPOLLIN, {.u64 = 2}};
    int first = eventfd(0, 0);
    other = eventfd(0, 0);
    fd = epoll_create1(0);
    CHECK(epoll_ctl(fd, EPOLL_CTL_ADD, first, &event) == 0);
    CHECK(thread_create(&waiter, wait_for_events, NULL) == 0);
    for (int i = 0; i < 10; i++)
        let_others_run();
    CHECK(close(first) == 0);
    let_others_run();
    CHECK(epoll_ctl(fd, EPOLL_CTL_ADD, other, &second) == 0); /* it can be added to meanwhile */
    CHECK(eventfd_write(other, 1) == 0);
    thread_join(&waiter);
    CHECK(result == 2);
}

int main(void)
{
    RUN(a_fifo_that_is_renamed_can_still_be_met_at);
    RUN(who_waits_at_a_fifo_without_a_name_waits_on);
    RUN(who_waits_for_a_listener_that_is_closed_is_refused);
    RUN(who_waits_for_a_receiver_that_is_closed_is_refused);
    RUN(a_sender_whose_connection_is_closed_learns_what_was_sent);
    RUN(who_reads_from_what_another_thread_closes_goes_on);
    RUN(what_epoll_watches_may_be_closed_while_it_waits);
    return finish();
}
