/* Eight producers and eight consumers at every mechanism that carries messages: nothing is lost, doubled, reordered or
 * torn. An argument says how many messages each producer sends; a second one is a word in the names of those to be run. */
#include "foal_only.h"
#include <fcntl.h>
#include <mqueue.h>
#include <stddef.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { PARTIES = 8, BODY = 400, STOP = -1 };

struct message {
    long type; /* of System V; always 1 */
    int producer;
    int number;
    int length; /* of the body */
    unsigned char body[BODY];
};

enum { HEADER = offsetof(struct message, body), MOST = sizeof(struct message) };

static long count = 40;

/* What the consumers have found, in memory that all share. */
static struct found {
    long messages[PARTIES];
    long sum[PARTIES];
    long bad;
} *found;

static pid_t consumers[PARTIES];
static int in, out, queue, token[2];
static mqd_t posix_queue;

/* ---- the messages -------------------------------------------------------------------------------------------------- */

static unsigned mixed(unsigned producer, unsigned number)
{
    unsigned x = producer * 2654435761u + number * 40503u + 1;
    x ^= x >> 13;
    return x * 2246822519u;
}

static size_t make(struct message *message, int producer, int number)
{
    unsigned seed = mixed(producer, number);
    *message = (struct message){.type = 1, .producer = producer, .number = number, .length = (seed >> 8) % BODY};
    for (int i = 0; i < message->length; i++)
        message->body[i] = seed + i;
    return HEADER + message->length;
}

static int is_whole(const struct message *message, long size)
{
    static struct message expected;
    return size >= HEADER && make(&expected, message->producer, message->number) == (size_t)size &&
        memcmp(message, &expected, size) == 0;
}

/* ---- the parties --------------------------------------------------------------------------------------------------- */

struct mechanism {
    int (*send)(const struct message *message, size_t size); /* returns whether all went */
    long (*receive)(struct message *message);                 /* returns the size */
};

static void produce(const struct mechanism *by, int me)
{
    struct message message;
    for (int number = 1; number <= count; number++) {
        size_t size = make(&message, me, number);
        if (!by->send(&message, size)) {
            printf("producer %d: message %d: %s\n", me, number, strerror(errno));
            _exit(1);
        }
    }
    _exit(0);
}

static void consume(const struct mechanism *by)
{
    struct message message;
    int last[PARTIES] = {0};
    while (1) {
        long size = by->receive(&message);
        if (size == HEADER && message.producer == STOP)
            _exit(0);
        int me = message.producer;
        if (size < HEADER || me < 0 || me >= PARTIES || message.number <= last[me] || !is_whole(&message, size)) {
            __atomic_add_fetch(&found->bad, 1, __ATOMIC_SEQ_CST);
            _exit(1);
        }
        last[me] = message.number;
        __atomic_add_fetch(&found->messages[me], 1, __ATOMIC_SEQ_CST);
        __atomic_add_fetch(&found->sum[me], message.number, __ATOMIC_SEQ_CST);
    }
}

static void carry_everything(const struct mechanism *by)
{
    pid_t producers[PARTIES];
    int status;
    found = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < PARTIES; i++)
        if ((consumers[i] = fork()) == 0)
            consume(by);
    for (int i = 0; i < PARTIES; i++)
        if ((producers[i] = fork()) == 0)
            produce(by, i);
    for (int i = 0; i < PARTIES; i++)
        CHECK(waitpid(producers[i], &status, 0) == producers[i] && status == 0);
    struct message stop = {.type = 1, .producer = STOP};
    for (int i = 0; i < PARTIES; i++)
        CHECK(by->send(&stop, HEADER));
    for (int i = 0; i < PARTIES; i++)
        CHECK(waitpid(consumers[i], &status, 0) == consumers[i] && status == 0);
    CHECK(found->bad == 0);
    for (int i = 0; i < PARTIES; i++) {
        CHECK(found->messages[i] == count);
        CHECK(found->sum[i] == count * (count + 1) / 2);
    }
}

/* ---- bytes without borders: writes of up to PIPE_BUF stay together, but readers must take turns --------------------- */

static int write_all(const struct message *message, size_t size)
{
    return write(out, message, size) == (ssize_t)size;
}

static long read_full(void *into, long size)
{
    long done = 0;
    for (long n; done < size; done += n)
        if ((n = read(in, (char *)into + done, size - done)) <= 0)
            return -1;
    return done;
}

static long read_in_turn(struct message *message)
{
    char byte = 0;
    long size = -1;
    if (read(token[0], &byte, 1) == 1 && read_full(message, HEADER) == HEADER && message->length >= 0 &&
        message->length < BODY && read_full(message->body, message->length) == message->length)
        size = HEADER + message->length;
    return write(token[1], &byte, 1) == 1 ? size : -1;
}

static const struct mechanism bytes = {write_all, read_in_turn};

static void open_token(void)
{
    CHECK(pipe(token) == 0);
    CHECK(write(token[1], "", 1) == 1);
}

static void a_pipe_carries_everything(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    in = ends[0], out = ends[1];
    open_token();
    carry_everything(&bytes);
}

static void a_fifo_carries_everything(void)
{
    char name[64];
    snprintf(name, sizeof name, "/tmp/foal-stress-%d", getpid());
    CHECK(mkfifo(name, 0600) == 0);
    in = open(name, O_RDWR);
    out = open(name, O_WRONLY);
    CHECK(in >= 0 && out >= 0 && unlink(name) == 0);
    open_token();
    carry_everything(&bytes);
}

/* ---- messages ------------------------------------------------------------------------------------------------------ */

static long receive_message(struct message *message)
{
    return recv(in, message, MOST, 0);
}

static const struct mechanism sockets = {write_all, receive_message};

static void carry_by_sockets(int type)
{
    int ends[2];
    CHECK(socketpair(AF_UNIX, type, 0, ends) == 0);
    in = ends[0], out = ends[1];
    carry_everything(&sockets);
}

static void a_socket_of_a_stream_carries_everything(void)
{
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    in = ends[0], out = ends[1];
    open_token();
    carry_everything(&bytes);
}

static void sockets_of_packets_carry_everything(void)
{
    carry_by_sockets(SOCK_SEQPACKET);
}

static void sockets_of_datagrams_carry_everything(void)
{
    carry_by_sockets(SOCK_DGRAM);
}

static int send_sysv(const struct message *message, size_t size)
{
    return msgsnd(queue, message, size - sizeof(long), 0) == 0;
}

static long receive_sysv(struct message *message)
{
    long size = msgrcv(queue, message, MOST - sizeof(long), 0, 0);
    return size < 0 ? -1 : size + (long)sizeof(long);
}

static void a_system_v_queue_carries_everything(void)
{
    static const struct mechanism by = {send_sysv, receive_sysv};
    queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(queue >= 0);
    carry_everything(&by);
    CHECK(msgctl(queue, IPC_RMID, NULL) == 0);
}

static int send_posix(const struct message *message, size_t size)
{
    return mq_send(posix_queue, (const char *)message, size, 0) == 0;
}

static long receive_posix(struct message *message)
{
    return mq_receive(posix_queue, (char *)message, MOST, NULL);
}

static void a_posix_queue_carries_everything(void)
{
    static const struct mechanism by = {send_posix, receive_posix};
    struct mq_attr attributes = {.mq_maxmsg = 10, .mq_msgsize = MOST};
    char name[64];
    snprintf(name, sizeof name, "/foal-stress-%d", getpid());
    posix_queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    if (posix_queue == (mqd_t)-1 && errno == ENOSYS)
        skip("there are no POSIX message queues here");
    CHECK(posix_queue != (mqd_t)-1 && mq_unlink(name) == 0);
    carry_everything(&by);
}

/* To each consumer in turn. */
static int send_directly(const struct message *message, size_t size)
{
    static int next;
    return msg_send(consumers[next++ % PARTIES], message, size, 0) == (ssize_t)size;
}

static long receive_directly(struct message *message)
{
    return msg_receive(MSG_ANY, message, MOST, NULL, 0);
}

static void direct_messages_carry_everything(void)
{
    static const struct mechanism by = {send_directly, receive_directly};
    need_foal();
    carry_everything(&by);
}

/* No mailbox has bounds, but memory has: a producer that finds none left lets consumers go first. */
static int send_to_mailbox(const struct message *message, size_t size)
{
    ssize_t sent;
    while ((sent = mbox_send(queue, message, size, 0)) == -1 && errno == ENOMEM)
        sched_yield();
    return sent == (ssize_t)size;
}

static long receive_from_mailbox(struct message *message)
{
    return mbox_receive(queue, message, MOST, 0);
}

static void carry_by_mailbox(int capacity)
{
    static const struct mechanism by = {send_to_mailbox, receive_from_mailbox};
    need_foal();
    queue = mbox_create("stress", capacity);
    CHECK(queue >= 0 && mbox_unlink("stress") == 0);
    carry_everything(&by);
}

static void a_mailbox_without_storage_carries_everything(void)
{
    carry_by_mailbox(MBOX_RENDEZVOUS);
}

static void a_bounded_mailbox_carries_everything(void)
{
    carry_by_mailbox(5);
}

static void an_unbounded_mailbox_carries_everything(void)
{
    carry_by_mailbox(MBOX_UNBOUNDED);
}

#define RUN_IF_WANTED(test) \
    if (argc < 3 || strstr(#test, argv[2])) \
    RUN(test)

int main(int argc, char **argv)
{
    if (argc > 1)
        count = atol(argv[1]);
    RUN_IF_WANTED(a_pipe_carries_everything);
    RUN_IF_WANTED(a_fifo_carries_everything);
    RUN_IF_WANTED(a_socket_of_a_stream_carries_everything);
    RUN_IF_WANTED(sockets_of_packets_carry_everything);
    RUN_IF_WANTED(sockets_of_datagrams_carry_everything);
    RUN_IF_WANTED(a_system_v_queue_carries_everything);
    RUN_IF_WANTED(a_posix_queue_carries_everything);
    RUN_IF_WANTED(direct_messages_carry_everything);
    RUN_IF_WANTED(a_mailbox_without_storage_carries_everything);
    RUN_IF_WANTED(a_bounded_mailbox_carries_everything);
    RUN_IF_WANTED(an_unbounded_mailbox_carries_everything);
    return finish();
}
