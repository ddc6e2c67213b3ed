/* Calls that sleep, and signals with a handler: which of them end with EINTR, and which go on (signal(7)). */
#include "check.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

typedef long (*call)(void);

static int ends[2], id, server;
static char name[40], block[4096];
static int *handled; /* how often the handler has run */

static void handle(int signal)
{
    (void)signal;
    ++*handled;
}

static pid_t start_sleeper(call sleeper, int flags, int *gate)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
    handled = shared_memory(PAGE);
    CHECK(pipe(gate) == 0 && sigaction(SIGUSR1, &action, NULL) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        send_byte(gate[1]);
        errno = 0;
        _exit(sleeper() >= 0 ? 0 : errno);
    }
    await_byte(gate[0]);
    return child;
}

/* What a call comes to, 0 or an errno, when signals come again and again: one is sure to find it asleep. */
static int end_under_signals(call sleeper, int flags)
{
    int gate[2], status;
    pid_t child = start_sleeper(sleeper, flags, gate);
    while (waitpid(child, &status, WNOHANG) == 0) {
        kill(child, SIGUSR1);
        let_others_run();
    }
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* What a call comes to when signals come, and then what it waits for. */
static int end_after_signals(call sleeper, void (*release)(void), int flags)
{
    int gate[2];
    pid_t child = start_sleeper(sleeper, flags, gate);
    for (int i = 0; i < 10; i++) {
        let_others_run();
        kill(child, SIGUSR1);
    }
    let_others_run();
    release();
    int status = exit_status(child);
    CHECK(*handled > 0);
    return status;
}

/* SA_RESTART makes the difference. */
static void check_restarted(call sleeper, void (*release)(void))
{
    CHECK(end_under_signals(sleeper, 0) == EINTR);
    CHECK(end_after_signals(sleeper, release, SA_RESTART) == 0);
}

/* SA_RESTART makes none. */
static void check_ended(call sleeper)
{
    CHECK(end_under_signals(sleeper, 0) == EINTR);
    CHECK(end_under_signals(sleeper, SA_RESTART) == EINTR);
}

static void set_nonblocking(int fd, int on)
{
    CHECK(fcntl(fd, F_SETFL, on ? O_NONBLOCK : 0) == 0);
}

/* Writes until there is no room. */
static void fill(int fd)
{
    set_nonblocking(fd, 1);
    while (write(fd, block, sizeof block) > 0)
        ;
    while (write(fd, block, 1) > 0)
        ;
    set_nonblocking(fd, 0);
}

/* Reads until there is nothing. */
static void drain(int fd)
{
    set_nonblocking(fd, 1);
    while (read(fd, block, sizeof block) > 0)
        ;
}

static long read_from_0(void)
{
    char byte;
    return read(ends[0], &byte, 1);
}

static void write_to_1(void)
{
    CHECK(write(ends[1], "x", 1) == 1);
}

static long send_through_1(void)
{
    return write(ends[1], "x", 1);
}

static void drain_0(void)
{
    drain(ends[0]);
}

/* ---- pipes ---------------------------------------------------------------------------------------------------- */

static void a_reader_of_a_pipe(void)
{
    CHECK(pipe(ends) == 0);
    check_restarted(read_from_0, write_to_1);
}

static void a_writer_to_a_full_pipe(void)
{
    CHECK(pipe(ends) == 0);
    fill(ends[1]);
    check_restarted(send_through_1, drain_0);
}

static long write_more_than_fits(void)
{
    static char much[200000];
    return write(ends[1], much, sizeof much) == 65536 ? 0 : -1;
}

static void a_write_that_is_partly_done_returns_what_is_done(void)
{
    CHECK(pipe(ends) == 0);
    CHECK(end_under_signals(write_more_than_fits, 0) == 0);
    drain(ends[0]);
    CHECK(end_under_signals(write_more_than_fits, SA_RESTART) == 0);
}

static long open_to_read(void)
{
    return open(name, O_RDONLY);
}

static void open_to_write(void)
{
    int fd = -1;
    while (fd < 0)
        fd = open(name, O_WRONLY | O_NONBLOCK);
}

static void who_opens_a_fifo(void)
{
    snprintf(name, sizeof name, "/tmp/foal-interrupted-%d", getpid());
    if (mkfifo(name, 0600) != 0)
        skip("no FIFO for the test");
    check_restarted(open_to_read, open_to_write);
    CHECK(unlink(name) == 0);
}

/* ---- System V and POSIX --------------------------------------------------------------------------------------- */

static struct {
    long type;
    char text[100];
} message = {1, ""};

static long receive_message(void)
{
    return msgrcv(id, &message, sizeof message.text, 0, 0);
}

static long send_message(void)
{
    return msgsnd(id, &message, 80, 0);
}

static void senders_and_receivers_of_system_v(void)
{
    struct msqid_ds limit;
    id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    check_ended(receive_message);
    CHECK(msgctl(id, IPC_STAT, &limit) == 0);
    limit.msg_qbytes = 100;
    CHECK(msgctl(id, IPC_SET, &limit) == 0 && send_message() == 0);
    check_ended(send_message);
    CHECK(msgctl(id, IPC_RMID, NULL) == 0);
}

static long take(void)
{
    struct sembuf down = {0, -1, 0};
    return semop(id, &down, 1);
}

static long take_in_time(void)
{
    struct sembuf down = {0, -1, 0};
    struct timespec time = {100, 0};
    return semtimedop(id, &down, 1, &time);
}

static void takers_of_semaphores_of_system_v(void)
{
    id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    check_ended(take);
    check_ended(take_in_time);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
}

static sem_t *semaphore;

static long wait_for_it(void)
{
    return sem_wait(semaphore);
}

static void post_it(void)
{
    CHECK(sem_post(semaphore) == 0);
}

static void takers_of_posix_semaphores(void)
{
    semaphore = shared_memory(PAGE);
    CHECK(sem_init(semaphore, 1, 0) == 0);
    check_restarted(wait_for_it, post_it);
}

static long read_counter(void)
{
    eventfd_t count;
    return eventfd_read(ends[0], &count);
}

static void count_one(void)
{
    CHECK(eventfd_write(ends[0], 1) == 0);
}

static void a_reader_of_an_eventfd(void)
{
    ends[0] = eventfd(0, 0);
    CHECK(ends[0] >= 0);
    check_restarted(read_counter, count_one);
}

/* ---- sockets -------------------------------------------------------------------------------------------------- */

static struct sockaddr_un address;

static socklen_t choose_address(void)
{
    address.sun_family = AF_UNIX;
    int length = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "foal-interrupted-%d", getpid());
    return offsetof(struct sockaddr_un, sun_path) + 1 + length;
}

static socklen_t address_length;

static void listen_at_address(int backlog)
{
    address_length = choose_address();
    server = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&address, address_length) == 0 && listen(server, backlog) == 0);
}

static long connect_to_address(void)
{
    return connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, address_length);
}

static long accept_one(void)
{
    return accept(server, NULL, NULL);
}

static void connect_one(void)
{
    CHECK(connect_to_address() == 0);
}

static void accept_some(void)
{
    CHECK(accept_one() >= 0 && accept_one() >= 0);
}

static void who_accepts(void)
{
    listen_at_address(1);
    check_restarted(accept_one, connect_one);
}

static void who_connects_to_a_full_backlog(void)
{
    listen_at_address(0);
    connect_one();
    check_restarted(connect_to_address, accept_some);
}

static void check_pair(int type)
{
    CHECK(socketpair(AF_UNIX, type, 0, ends) == 0);
    check_restarted(read_from_0, write_to_1);
    fill(ends[1]);
    check_restarted(send_through_1, drain_0);
}

static void senders_and_receivers_of_streams(void)
{
    check_pair(SOCK_STREAM);
}

static void senders_and_receivers_of_sequenced_messages(void)
{
    check_pair(SOCK_SEQPACKET);
}

static void senders_and_receivers_of_messages(void)
{
    check_pair(SOCK_DGRAM);
}

static void senders_and_receivers_of_tcp(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    server = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&here, length) == 0 && listen(server, 1) == 0);
    CHECK(end_under_signals(accept_one, 0) == EINTR);
    CHECK(getsockname(server, (struct sockaddr *)&here, &length) == 0);
    ends[1] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(ends[1], (struct sockaddr *)&here, length) == 0);
    ends[0] = accept(server, NULL, NULL);
    check_restarted(read_from_0, write_to_1);
    fill(ends[1]);
    CHECK(end_under_signals(send_through_1, 0) == EINTR);
}

static void with_a_timeout_sockets_always_end(void)
{
    struct timeval long_time = {100, 0};
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &long_time, sizeof long_time) == 0);
    CHECK(setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &long_time, sizeof long_time) == 0);
    check_ended(read_from_0);
    fill(ends[1]);
    check_ended(send_through_1);
}

int main(void)
{
    RUN(a_reader_of_a_pipe);
    RUN(a_writer_to_a_full_pipe);
    RUN(a_write_that_is_partly_done_returns_what_is_done);
    RUN(who_opens_a_fifo);
    RUN(senders_and_receivers_of_system_v);
    RUN(takers_of_semaphores_of_system_v);
    RUN(takers_of_posix_semaphores);
    RUN(a_reader_of_an_eventfd);
    RUN(who_accepts);
    RUN(who_connects_to_a_full_backlog);
    RUN(senders_and_receivers_of_streams);
    RUN(senders_and_receivers_of_sequenced_messages);
    RUN(senders_and_receivers_of_messages);
    RUN(senders_and_receivers_of_tcp);
    RUN(with_a_timeout_sockets_always_end);
    return finish();
}
