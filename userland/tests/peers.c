/* What the violent death of one party means for the other, and what outlives it. */
#include "check.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static int there[2], id;
static char name[40], buffer[100];
static struct {
    long type;
    char text[100];
} message;

/* Runs a function in a child that then waits for its death, and tells when it has come so far. */
static pid_t start_victim(void (*body)(void), int *told)
{
    CHECK(pipe(told) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        body();
        send_byte(told[1]);
        for (;;)
            sleep(1000);
    }
    close(told[1]);
    await_byte(told[0]);
    return child;
}

static void kill_it(pid_t child)
{
    CHECK(kill(child, SIGKILL) == 0 && death_signal(child) == SIGKILL);
}

static void write_a_little(void)
{
    CHECK(write(there[1], "last", 4) == 4);
}

static void nothing(void)
{
}

static void what_a_dead_writer_has_written_can_be_read(void)
{
    int told[2];
    CHECK(pipe(there) == 0);
    pid_t child = start_victim(write_a_little, told);
    close(there[1]);
    kill_it(child);
    CHECK(read(there[0], buffer, 100) == 4 && memcmp(buffer, "last", 4) == 0);
    CHECK(read(there[0], buffer, 100) == 0);
}

static void a_pipe_whose_reader_is_dead_is_broken(void)
{
    int told[2];
    signal(SIGPIPE, SIG_IGN);
    CHECK(pipe(there) == 0);
    pid_t child = start_victim(nothing, told);
    close(there[0]);
    CHECK(write(there[1], "x", 1) == 1);
    kill_it(child);
    CHECK_FAILS(write(there[1], "x", 1), EPIPE);
}

static void open_fifo_to_write(void)
{
    there[1] = open(name, O_RDWR);
    write_a_little();
}

static void a_fifo_outlives_its_maker_and_those_who_used_it(void)
{
    int told[2];
    snprintf(name, sizeof name, "/tmp/foal-peers-%d", getpid());
    pid_t maker = fork();
    if (maker == 0)
        _exit(mkfifo(name, 0600) != 0);
    CHECK(exit_status(maker) == 0);
    pid_t child = start_victim(open_fifo_to_write, told);
    int in = open(name, O_RDONLY);
    kill_it(child);
    CHECK(read(in, buffer, 100) == 4 && read(in, buffer, 100) == 0);
    child = start_victim(open_fifo_to_write, told); /* another takes its place */
    CHECK(read(in, buffer, 100) == 4);
    kill_it(child);
    CHECK(read(in, buffer, 100) == 0);
    CHECK(unlink(name) == 0);
}

static void check_end_of_pair(int type)
{
    int told[2];
    signal(SIGPIPE, SIG_IGN);
    CHECK(socketpair(AF_UNIX, type, 0, there) == 0);
    pid_t child = start_victim(write_a_little, told);
    close(there[1]);
    kill_it(child);
    CHECK(recv(there[0], buffer, 100, 0) == 4 && recv(there[0], buffer, 100, 0) == 0);
    CHECK_FAILS(send(there[0], "x", 1, 0), EPIPE);
}

static void the_other_end_of_a_connection_sees_its_end(void)
{
    check_end_of_pair(SOCK_STREAM);
    check_end_of_pair(SOCK_SEQPACKET);
}

static void a_message_to_a_dead_socket_is_refused(void)
{
    int told[2];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, there) == 0);
    pid_t child = start_victim(write_a_little, told);
    close(there[1]);
    kill_it(child);
    CHECK(recv(there[0], buffer, 100, 0) == 4);
    CHECK_FAILS(send(there[0], "x", 1, 0), ECONNREFUSED);
}

static void the_other_end_of_tcp_sees_its_end(void)
{
    int told[2];
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&here, length) == 0 && listen(server, 1) == 0);
    CHECK(getsockname(server, (struct sockaddr *)&here, &length) == 0);
    there[1] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(there[1], (struct sockaddr *)&here, length) == 0);
    there[0] = accept(server, NULL, NULL);
    pid_t child = start_victim(write_a_little, told);
    close(there[1]);
    kill_it(child);
    CHECK(recv(there[0], buffer, 100, MSG_WAITALL) == 4 && recv(there[0], buffer, 100, 0) == 0);
}

static void bind_to_a_name(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 5) == 0);
}

static void a_server_that_is_dead_leaves_a_name_behind_that_refuses(void)
{
    int told[2];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(name, sizeof name, "/tmp/foal-peers-%d", getpid());
    strcpy(address.sun_path, name);
    pid_t child = start_victim(bind_to_a_name, told);
    there[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(connect(there[0], (struct sockaddr *)&address, sizeof address) == 0);
    kill_it(child);
    CHECK_FAILS(read(there[0], buffer, 1), ECONNRESET); /* it was never accepted */
    there[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(connect(there[0], (struct sockaddr *)&address, sizeof address), ECONNREFUSED);
    CHECK(unlink(name) == 0);
}

static void attach_and_store(void)
{
    char *memory = shmat(id, NULL, 0);
    CHECK(memory != (void *)-1);
    strcpy(memory, "kept");
}

static long users(void)
{
    struct shmid_ds status;
    CHECK(shmctl(id, IPC_STAT, &status) == 0);
    return status.shm_nattch;
}

static void a_segment_keeps_what_the_dead_have_stored(void)
{
    int told[2];
    id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
    pid_t child = start_victim(attach_and_store, told);
    CHECK(users() == 1);
    kill_it(child);
    CHECK(users() == 0);
    char *memory = shmat(id, NULL, 0);
    CHECK(strcmp(memory, "kept") == 0);
    CHECK(shmctl(id, IPC_RMID, NULL) == 0);
}

static void send_one(void)
{
    message.type = 7;
    strcpy(message.text, "kept");
    CHECK(msgsnd(id, &message, 5, 0) == 0);
}

static void wait_for_a_type(void)
{
    CHECK(msgrcv(id, &message, 100, 99, 0) >= 0);
}

static void wait_for_one(void)
{
    struct sembuf down = {0, -1, 0};
    CHECK(semop(id, &down, 1) == 0);
}

/* A child that sleeps in a call, as far as that can be known. */
static pid_t start_sleeper(void (*body)(void))
{
    pid_t child = start(body);
    for (int i = 0; i < 10; i++)
        let_others_run();
    return child;
}

static void a_message_outlives_its_sender_and_a_dead_receiver_takes_none(void)
{
    int told[2];
    id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    kill_it(start_victim(send_one, told));
    kill_it(start_sleeper(wait_for_a_type));
    message.type = 99;
    CHECK(msgsnd(id, &message, 5, 0) == 0);
    CHECK(msgrcv(id, &message, 100, 0, IPC_NOWAIT) == 5 && message.type == 7 && strcmp(message.text, "kept") == 0);
    CHECK(msgrcv(id, &message, 100, 0, IPC_NOWAIT) == 5 && message.type == 99);
    CHECK(msgctl(id, IPC_RMID, NULL) == 0);
}

static void a_dead_taker_of_a_semaphore_takes_nothing(void)
{
    struct sembuf up = {0, 1, 0};
    id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    kill_it(start_sleeper(wait_for_one));
    CHECK(semctl(id, 0, GETNCNT) == 0);
    CHECK(semop(id, &up, 1) == 0 && semctl(id, 0, GETVAL) == 1);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
}

static mqd_t queue;

static void receive_from_posix(void)
{
    CHECK(mq_receive(queue, buffer, sizeof buffer, NULL) >= 0);
}

static void a_dead_receiver_takes_nothing_from_a_posix_queue(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = sizeof buffer};
    snprintf(name, sizeof name, "/foal-peers-%d", getpid());
    queue = mq_open(name, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes);
    mqd_t mine = queue;
    queue = mq_open(name, O_RDWR);
    CHECK(mine >= 0 && queue >= 0 && mq_unlink(name) == 0);
    kill_it(start_sleeper(receive_from_posix));
    CHECK(mq_send(mine, "kept", 4, 3) == 0);
    CHECK(mq_receive(mine, buffer, sizeof buffer, NULL) == 4);
}

static void udp_learns_that_its_peer_is_gone(void)
{
    int told[2];
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    there[0] = socket(AF_INET, SOCK_DGRAM, 0);
    there[1] = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(bind(there[1], (struct sockaddr *)&here, length) == 0);
    CHECK(getsockname(there[1], (struct sockaddr *)&here, &length) == 0);
    CHECK(connect(there[0], (struct sockaddr *)&here, length) == 0);
    pid_t child = start_victim(nothing, told);
    close(there[1]);
    CHECK(send(there[0], "x", 1, 0) == 1);
    kill_it(child);
    CHECK(send(there[0], "x", 1, 0) == 1); /* nobody says at once that it did not arrive */
    CHECK_FAILS(recv(there[0], buffer, 1, 0), ECONNREFUSED);
}

static void epoll_reports_the_death_of_a_writer(void)
{
    int told[2], all = epoll_create1(0);
    struct epoll_event event = {EPOLLIN, {.u64 = 7}};
    CHECK(pipe(there) == 0);
    CHECK(epoll_ctl(all, EPOLL_CTL_ADD, there[0], &event) == 0);
    pid_t child = start_victim(nothing, told);
    close(there[1]);
    CHECK(epoll_wait(all, &event, 1, 0) == 0);
    kill_it(child);
    CHECK(epoll_wait(all, &event, 1, -1) == 1 && event.events == EPOLLHUP && event.data.u64 == 7);
}

static void count_three(void)
{
    CHECK(eventfd_write(there[0], 3) == 0);
}

static void a_counter_outlives_who_has_counted(void)
{
    int told[2];
    eventfd_t value;
    there[0] = eventfd(0, 0);
    kill_it(start_victim(count_three, told));
    CHECK(eventfd_read(there[0], &value) == 0 && value == 3);
}

static sem_t *semaphore;

static void take_it(void)
{
    CHECK(sem_wait(semaphore) == 0);
}

static void what_a_dead_holder_of_a_posix_semaphore_has_taken_stays_taken(void)
{
    int told[2];
    semaphore = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(sem_init(semaphore, 1, 1) == 0);
    kill_it(start_victim(take_it, told));
    CHECK_FAILS(sem_trywait(semaphore), EAGAIN);
    CHECK(sem_post(semaphore) == 0 && sem_trywait(semaphore) == 0); /* whoever knows of it can help */
}

static void who_waits_for_one_that_dies_is_woken(void)
{
    int told[2];
    CHECK(pipe(there) == 0);
    pid_t victim = start_victim(nothing, told);
    close(there[1]);
    pid_t child = fork();
    if (child == 0) /* sleeps until the only other writer is gone */
        _exit(read(there[0], buffer, 1) != 0);
    let_others_run();
    kill_it(victim);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(what_a_dead_writer_has_written_can_be_read);
    RUN(a_pipe_whose_reader_is_dead_is_broken);
    RUN(a_fifo_outlives_its_maker_and_those_who_used_it);
    RUN(the_other_end_of_a_connection_sees_its_end);
    RUN(a_message_to_a_dead_socket_is_refused);
    RUN(the_other_end_of_tcp_sees_its_end);
    RUN(a_server_that_is_dead_leaves_a_name_behind_that_refuses);
    RUN(a_segment_keeps_what_the_dead_have_stored);
    RUN(a_message_outlives_its_sender_and_a_dead_receiver_takes_none);
    RUN(a_dead_taker_of_a_semaphore_takes_nothing);
    RUN(a_dead_receiver_takes_nothing_from_a_posix_queue);
    RUN(udp_learns_that_its_peer_is_gone);
    RUN(epoll_reports_the_death_of_a_writer);
    RUN(a_counter_outlives_who_has_counted);
    RUN(what_a_dead_holder_of_a_posix_semaphore_has_taken_stays_taken);
    RUN(who_waits_for_one_that_dies_is_woken);
    return finish();
}
