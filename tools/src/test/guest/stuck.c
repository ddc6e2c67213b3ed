/* A parent holds something and waits for its child, which waits for what the parent holds: stuck MECHANISM. */
#include <fcntl.h>
#include <foal.h>
#include <mqueue.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What Foal's own library does not have. */
enum { EXCLUSIVE = 2, SET_LOCK = 6, AWAIT_LOCK = 7, FOR_WRITING = 1 };

struct lock {
    short l_type, l_whence;
    long l_start, l_len;
    int l_pid;
};

static int is(const char *name, char **argv)
{
    return strcmp(argv[1], name) == 0;
}

int main(int argc, char **argv)
{
    struct sembuf take = {0, -1, SEM_UNDO};
    struct lock range = {.l_type = FOR_WRITING};
    struct epoll_event event = {.events = EPOLLIN};
    struct mq_attr small = {.mq_maxmsg = 1, .mq_msgsize = 8};
    int ends[2], set = -1, file = -1, box = -1, event_fd = -1;
    mqd_t queue = 0;
    pid_t parent = getpid();
    char bytes[8];
    if (argc != 2)
        return 2;
    if (is("semaphore", argv)) {
        set = semget(IPC_PRIVATE, 1, 0600);
        semctl(set, 0, SETVAL, 1);
        semop(set, &take, 1);
    }
    if (is("flock", argv) || is("range", argv))
        file = open("/tmp/file", O_RDWR | O_CREAT, 0600);
    if (is("flock", argv))
        syscall(SYS_flock, file, EXCLUSIVE);
    if (is("range", argv))
        fcntl(file, SET_LOCK, &range);
    if (is("eventfd", argv) || is("epoll", argv))
        event_fd = eventfd(0, 0);
    if (is("queue", argv))
        queue = mq_open("/queue", O_RDWR | O_CREAT, 0600, &small);
    if (is("socket", argv))
        socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    if (is("mailbox", argv))
        box = mbox_create("box", MBOX_RENDEZVOUS);
    if (fork() != 0)
        return wait(NULL) < 0;
    if (is("semaphore", argv))
        semop(set, &take, 1);
    if (is("flock", argv))
        syscall(SYS_flock, open("/tmp/file", O_RDWR), EXCLUSIVE);
    if (is("range", argv))
        fcntl(file, AWAIT_LOCK, &range);
    if (is("eventfd", argv))
        read(event_fd, bytes, 8);
    if (is("epoll", argv)) {
        int epoll = epoll_create1(0);
        epoll_ctl(epoll, EPOLL_CTL_ADD, event_fd, &event);
        epoll_wait(epoll, &event, 1, -1);
    }
    if (is("queue", argv))
        mq_receive(queue, bytes, sizeof bytes, NULL);
    if (is("socket", argv)) {
        close(ends[0]);
        read(ends[1], bytes, 1);
    }
    if (is("mailbox", argv))
        mbox_receive(box, bytes, 1, 0);
    if (is("direct", argv))
        msg_call(parent, bytes, 1, bytes, 1);
    return 0;
}
