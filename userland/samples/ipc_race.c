/* ipc_race: a number goes to and fro between two processes by every means there is, and the times are compared
 *
 * Watch for: the fewer instructions and calls for a round trip the better; but the spinning one is fast only while
 * nobody else wants the processor. By the virtual clock a nanosecond is an instruction of the program's own, and what
 * the kernel does is free: the table is the same in every run. With `--clock host` it tells the time that really
 * passes.
 *
 * Change and try: more round trips (the argument); `foal strace -c ipc_race`; two harts; messages of a page in place of
 * a number: which of them copy it once, and which twice?
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <foal.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sync/channel.h>
#include <sync/semaphore.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THERE, BACK }; /* the two directions */

static pid_t peer;      /* the other process */
static int objects[2];  /* by direction: a queue, a mailbox, an event */
static int ins[2], outs[2]; /* by direction: the descriptors to write to and to read from */

static struct shared {
    struct semaphore semaphores[2];
    struct channel channels[2];
    int flags[2];
} *shared;

/* ---- in shared memory ---- */

static int use_memory(void)
{
    *shared = (struct shared){0};
    return 0;
}

static void give_flag(int way)
{
    __atomic_store_n(&shared->flags[way], 1, __ATOMIC_RELEASE);
}

static void take_flag(int way)
{
    while (!__atomic_exchange_n(&shared->flags[way], 0, __ATOMIC_ACQUIRE))
        sched_yield();
}

static void give_semaphore(int way)
{
    semaphore_post(&shared->semaphores[way]);
}

static void take_semaphore(int way)
{
    semaphore_wait(&shared->semaphores[way]);
}

static void give_channel(int way)
{
    channel_send(&shared->channels[way], way);
}

static void take_channel(int way)
{
    channel_receive(&shared->channels[way]);
}

/* ---- by descriptors, which all are written and read ---- */

static void give_bytes(int way)
{
    long number = 1;
    if (write(ins[way], &number, sizeof number) != sizeof number)
        perror("write");
}

static void take_bytes(int way)
{
    long number;
    if (read(outs[way], &number, sizeof number) != sizeof number)
        perror("read");
}

static int use_pipes(void)
{
    int there[2], back[2];
    if (pipe(there) < 0 || pipe(back) < 0)
        return -1;
    ins[THERE] = there[1], outs[THERE] = there[0];
    ins[BACK] = back[1], outs[BACK] = back[0];
    return 0;
}

static int use_fifos(void)
{
    for (int way = THERE; way <= BACK; way++) {
        mkfifo("/tmp/ipc_race", 0600);
        ins[way] = outs[way] = open("/tmp/ipc_race", O_RDWR); /* waits for nobody */
        unlink("/tmp/ipc_race");
    }
    return ins[BACK];
}

static int use_sockets(const int ends[2])
{
    ins[THERE] = outs[BACK] = ends[0];
    outs[THERE] = ins[BACK] = ends[1];
    return 0;
}

static int use_stream(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 ? -1 : use_sockets(ends);
}

static int use_datagrams(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0 ? -1 : use_sockets(ends);
}

static int use_tcp(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int ends[2], listener = socket(AF_INET, SOCK_STREAM, 0);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 1) < 0
            || getsockname(listener, (struct sockaddr *)&address, &length) < 0
            || connect(ends[0], (struct sockaddr *)&address, length) < 0)
        return -1;
    ends[1] = accept(listener, NULL, NULL);
    close(listener);
    return use_sockets(ends);
}

static int use_eventfds(void)
{
    for (int way = THERE; way <= BACK; way++)
        ins[way] = outs[way] = eventfd(0, 0);
    return ins[BACK];
}

/* ---- by System V and POSIX queues and semaphores ---- */

static int use_sysv_queue(void)
{
    return objects[THERE] = msgget(IPC_PRIVATE, 0600);
}

static void give_sysv_message(int way)
{
    struct { long type, number; } message = {way + 1, 1};
    msgsnd(objects[THERE], &message, sizeof message.number, 0);
}

static void take_sysv_message(int way)
{
    struct { long type, number; } message;
    msgrcv(objects[THERE], &message, sizeof message.number, way + 1, 0);
}

static void remove_sysv_queue(void)
{
    msgctl(objects[THERE], IPC_RMID, NULL);
}

static int use_sysv_semaphores(void)
{
    return objects[THERE] = semget(IPC_PRIVATE, 2, 0600);
}

static void give_sysv_semaphore(int way)
{
    semop(objects[THERE], &(struct sembuf){.sem_num = way, .sem_op = 1}, 1);
}

static void take_sysv_semaphore(int way)
{
    semop(objects[THERE], &(struct sembuf){.sem_num = way, .sem_op = -1}, 1);
}

static void remove_sysv_semaphores(void)
{
    semctl(objects[THERE], 0, IPC_RMID);
}

static int use_posix_queues(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = sizeof(long)};
    for (int way = THERE; way <= BACK; way++) {
        objects[way] = mq_open("/ipc_race", O_RDWR | O_CREAT, 0600, &attributes);
        mq_unlink("/ipc_race");
    }
    return objects[BACK];
}

static void give_posix_message(int way)
{
    long number = 1;
    mq_send(objects[way], (char *)&number, sizeof number, 0);
}

static void take_posix_message(int way)
{
    long number;
    mq_receive(objects[way], (char *)&number, sizeof number, NULL);
}

/* ---- Foal's own ---- */

static int use_mailboxes(int capacity)
{
    for (int way = THERE; way <= BACK; way++) {
        objects[way] = mbox_create("ipc_race", capacity);
        mbox_unlink("ipc_race");
    }
    return objects[BACK];
}

static int use_rendezvous(void)
{
    return use_mailboxes(MBOX_RENDEZVOUS);
}

static int use_bounded(void)
{
    return use_mailboxes(1);
}

static void give_mail(int way)
{
    long number = 1;
    mbox_send(objects[way], &number, sizeof number, 0);
}

static void take_mail(int way)
{
    long number;
    mbox_receive(objects[way], &number, sizeof number, 0);
}

static int use_events(void)
{
    for (int way = THERE; way <= BACK; way++)
        objects[way] = event_create(EVENT_AUTO);
    return objects[BACK];
}

static void give_event(int way)
{
    event_set(objects[way]);
}

static void take_event(int way)
{
    event_wait(objects[way], NULL);
}

/* To call is to send and to wait for the reply in one; so on the way back the caller has nothing left to do. */
static void call_or_reply(int way)
{
    long number = 1, reply;
    if (way == THERE)
        msg_call(peer, &number, sizeof number, &reply, sizeof reply);
    else
        msg_reply(peer, &number, sizeof number);
}

static void receive_call(int way)
{
    long number;
    if (way == THERE)
        msg_receive(peer, &number, sizeof number, NULL, 0);
}

static void send_direct(int way)
{
    (void)way;
    long number = 1;
    msg_send(peer, &number, sizeof number, 0);
}

static void receive_direct(int way)
{
    (void)way;
    long number;
    msg_receive(peer, &number, sizeof number, NULL, 0);
}

static int use_nothing(void)
{
    return 0;
}

/* ---- the race ---- */

static const struct mechanism {
    const char *name;
    int (*prepare)(void); /* before the fork; negative: it has failed */
    void (*give)(int way);
    void (*take)(int way);
    void (*clean_up)(void);
} mechanisms[] = {
    {"flag in memory, sched_yield", use_memory, give_flag, take_flag, NULL},
    {"semaphore in memory (futex)", use_memory, give_semaphore, take_semaphore, NULL},
    {"channel in memory (futex)", use_memory, give_channel, take_channel, NULL},
    {"pipe", use_pipes, give_bytes, take_bytes, NULL},
    {"FIFO", use_fifos, give_bytes, take_bytes, NULL},
    {"UNIX stream socket", use_stream, give_bytes, take_bytes, NULL},
    {"UNIX datagram socket", use_datagrams, give_bytes, take_bytes, NULL},
    {"TCP socket", use_tcp, give_bytes, take_bytes, NULL},
    {"eventfd", use_eventfds, give_bytes, take_bytes, NULL},
    {"System V message queue", use_sysv_queue, give_sysv_message, take_sysv_message, remove_sysv_queue},
    {"System V semaphores", use_sysv_semaphores, give_sysv_semaphore, take_sysv_semaphore, remove_sysv_semaphores},
    {"POSIX message queue", use_posix_queues, give_posix_message, take_posix_message, NULL},
    {"mailbox, capacity 0", use_rendezvous, give_mail, take_mail, NULL},
    {"mailbox, capacity 1", use_bounded, give_mail, take_mail, NULL},
    {"event, automatic reset", use_events, give_event, take_event, NULL},
    {"msg_send and msg_receive", use_nothing, send_direct, receive_direct, NULL},
    {"msg_call and msg_reply", use_nothing, call_or_reply, receive_call, NULL},
};

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000 + time.tv_nsec;
}

/* In a process of its own, so that nothing is left open. */
static int measure(const struct mechanism *mechanism, int rounds)
{
    if (mechanism->prepare() < 0) {
        perror(mechanism->name);
        return 1;
    }
    pid_t parent = getpid();
    peer = fork();
    if (peer == 0) {
        peer = parent;
        for (int i = 0; i < rounds; i++) {
            mechanism->take(THERE);
            mechanism->give(BACK);
        }
        _exit(0);
    }
    long begin = now();
    for (int i = 0; i < rounds; i++) {
        mechanism->give(THERE);
        mechanism->take(BACK);
    }
    long time = now() - begin;
    int status;
    wait(&status);
    if (mechanism->clean_up != NULL)
        mechanism->clean_up();
    printf("%-28s %8ld\n", mechanism->name, time / rounds);
    return status != 0;
}

int main(int argc, char *argv[])
{
    int rounds = argc > 1 ? atoi(argv[1]) : 100, failed = 0, status;
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || rounds < 1) {
        fprintf(stderr, "usage: ipc_race [ROUND TRIPS]\n");
        return 2;
    }
    printf("%-28s %8s\n", "", "ns each");
    for (unsigned int i = 0; i < sizeof mechanisms / sizeof mechanisms[0]; i++) {
        if (fork() == 0)
            exit(measure(&mechanisms[i], rounds));
        wait(&status);
        failed |= status != 0;
    }
    return failed;
}
