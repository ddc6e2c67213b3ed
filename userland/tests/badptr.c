/* Bad pointers, lengths and descriptors: no argument of a program harms the kernel. All calls go past the library,
 * straight to the kernel. */
#include "check.h"
#include <fcntl.h>
#include <mqueue.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <time.h>

static char *read_only; /* a page that may be read but not written, and behind it one that is not mapped */
static char *edge;      /* the last byte of a writable page, and behind it one that is not mapped */
static int ends[2];

static void prepare(void)
{
    char *memory = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(memory + PAGE, PAGE);
    munmap(memory + 3 * PAGE, PAGE);
    edge = memory + PAGE - 1;
    read_only = memory + 2 * PAGE;
    mprotect(read_only, PAGE, PROT_READ);
    CHECK(pipe(ends) == 0);
}

/* Pointers that nothing can be read through. */
#define NEVER_READABLE (void *)8, edge + 1, (void *)-1L, (void *)-4096L, (void *)0x8000000000000000, \
                       (void *)0xffffffc000000000, (void *)0x0001000000000000

/* Calls with `bad` being each pointer through which the kernel must not read; and through which it must not write. */
#define FOR_INPUT(call)                                                   \
    do {                                                                  \
        void *pointers[] = {NEVER_READABLE};                              \
        for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) { \
            char *bad = pointers[i];                                      \
            CHECK_FAILS(call, EFAULT);                                    \
        }                                                                 \
    } while (0)

#define FOR_OUTPUT(call)                                                  \
    do {                                                                  \
        FOR_INPUT(call);                                                  \
        char *bad = read_only;                                            \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

/* The same for arguments of several bytes, which may also begin well and end badly. */
#define FOR_LONG_INPUT(call)                                              \
    do {                                                                  \
        FOR_INPUT(call);                                                  \
        char *bad = edge;                                                 \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

#define FOR_LONG_OUTPUT(call)                                             \
    do {                                                                  \
        FOR_OUTPUT(call);                                                 \
        char *bad = edge;                                                 \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

static void reads_and_writes(void)
{
    prepare();
    send_byte(ends[1]);
    FOR_INPUT(syscall(SYS_write, ends[1], bad, 10));
    FOR_OUTPUT(syscall(SYS_read, ends[0], bad, 1));
    await_byte(ends[0]); /* nothing of it was consumed */

    struct iovec vector = {NULL, 1};
    FOR_INPUT((vector.iov_base = bad, syscall(SYS_writev, ends[1], &vector, 1)));
    FOR_LONG_INPUT(syscall(SYS_writev, ends[1], bad, 1));
    FOR_LONG_INPUT(syscall(SYS_readv, ends[0], bad, 1));
    send_byte(ends[1]);
    FOR_OUTPUT((vector.iov_base = bad, syscall(SYS_readv, ends[0], &vector, 1)));
}

static void descriptors(void)
{
    struct stat status;
    prepare();
    int lowest_free = dup(1);
    close(lowest_free);
    FOR_LONG_OUTPUT(syscall(SYS_pipe2, bad, 0));
    CHECK(on_qemu() || dup(1) == lowest_free); /* a failed pipe2 leaves no descriptor open */
    FOR_LONG_OUTPUT(syscall(SYS_fstat, ends[0], bad));
    FOR_LONG_OUTPUT(syscall(SYS_newfstatat, AT_FDCWD, "/", bad, 0));
    FOR_INPUT(syscall(SYS_newfstatat, AT_FDCWD, bad, &status, 0));
    FOR_INPUT(syscall(SYS_openat, AT_FDCWD, bad, O_RDONLY, 0));
    FOR_INPUT(syscall(SYS_readlinkat, AT_FDCWD, bad, &status, 10));
}

static void processes(void)
{
    prepare();
    char *arguments[] = {"program", NULL};
    FOR_INPUT(syscall(SYS_execve, bad, arguments, environ));
    FOR_LONG_INPUT(syscall(SYS_execve, "/", bad, environ));
    FOR_LONG_INPUT(syscall(SYS_execve, "/", arguments, bad));
    FOR_INPUT((arguments[0] = bad, syscall(SYS_execve, "/", arguments, environ)));
    FOR_LONG_OUTPUT(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, bad));
    FOR_LONG_INPUT(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, bad, NULL));
    FOR_LONG_OUTPUT(syscall(SYS_uname, bad));
}

static void do_nothing(void)
{
}

/* The child is gone before the kernel finds that it cannot tell how it ended. */
static void wait_status_pointers(void)
{
    prepare();
    start(do_nothing);
    CHECK_FAILS(syscall(SYS_wait4, -1, read_only, 0, NULL), EFAULT);
    CHECK_FAILS(wait(NULL), ECHILD);
    start(do_nothing);
    CHECK_FAILS(syscall(SYS_wait4, -1, NULL, 0, edge), EFAULT);
}

static void clocks(void)
{
    prepare();
    FOR_LONG_OUTPUT(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, bad));
    FOR_LONG_OUTPUT(syscall(SYS_gettimeofday, bad, NULL));
    FOR_LONG_INPUT(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, bad, NULL));
    if (on_qemu()) /* it does not look */
        return;
    FOR_LONG_OUTPUT(syscall(SYS_clock_getres, CLOCK_MONOTONIC, bad));
    FOR_LONG_INPUT(syscall(SYS_nanosleep, bad, NULL));
    CHECK_FAILS(syscall(SYS_nanosleep, NULL, NULL), EFAULT);
}

static void signals(void)
{
    prepare();
    FOR_LONG_INPUT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, bad, NULL, 8));
    FOR_LONG_OUTPUT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, bad, 8));
    FOR_LONG_INPUT(syscall(SYS_rt_sigaction, SIGUSR1, bad, NULL, 8));
    FOR_LONG_OUTPUT(syscall(SYS_rt_sigaction, SIGUSR1, NULL, bad, 8));
}

static void randomness(void)
{
    prepare();
    FOR_OUTPUT(syscall(SYS_getrandom, bad, 10, 0));
}

static void shared_segments(void)
{
    prepare();
    int id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
    CHECK(id >= 0);
    FOR_LONG_OUTPUT(syscall(SYS_shmctl, id, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_shmctl, id, IPC_SET, bad));
    CHECK(shmctl(id, IPC_RMID, NULL) == 0);
}

static void message_queues(void)
{
    prepare();
    struct {
        long type;
        char text[100];
    } message = {1, ""};
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(queue >= 0);
    FOR_LONG_INPUT(syscall(SYS_msgsnd, queue, bad, 50, 0));
    FOR_LONG_OUTPUT(syscall(SYS_msgctl, queue, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_msgctl, queue, IPC_SET, bad));
    CHECK(syscall(SYS_msgsnd, queue, &message, 50, 0) == 0);
    CHECK_FAILS(syscall(SYS_msgrcv, queue, read_only, 50, 0, IPC_NOWAIT), EFAULT);
    CHECK(msgctl(queue, IPC_RMID, NULL) == 0);
}

static void semaphores(void)
{
    prepare();
    int set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
    CHECK(set >= 0);
    FOR_LONG_INPUT(syscall(SYS_semop, set, bad, 1));
    FOR_LONG_INPUT(syscall(SYS_semtimedop, set, &(struct sembuf){0, 1, 0}, 1, bad));
    FOR_LONG_OUTPUT(syscall(SYS_semctl, set, 0, IPC_STAT, bad));
    FOR_LONG_INPUT(syscall(SYS_semctl, set, 0, IPC_SET, bad));
    CHECK(semctl(set, 0, IPC_RMID) == 0);
}

static void posix_queues(void)
{
    prepare();
    char name[40];
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 100};
    sprintf(name, "/foal-bad-%d", getpid());
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT, 0600, &attributes);
    CHECK(queue >= 0 && mq_unlink(name) == 0);
    CHECK_FAILS(syscall(SYS_mq_open, (void *)8, O_RDWR, 0, NULL), EFAULT);
    CHECK_FAILS(syscall(SYS_mq_unlink, (void *)8), EFAULT);
    FOR_LONG_INPUT(syscall(SYS_mq_timedsend, queue, bad, 100, 0, NULL));
    if (!on_qemu())
        FOR_LONG_OUTPUT(syscall(SYS_mq_getsetattr, queue, NULL, bad));
    CHECK(mq_send(queue, "x", 1, 0) == 0);
    CHECK_FAILS(syscall(SYS_mq_timedreceive, queue, read_only, 100, NULL, NULL), EFAULT);
}

static void sockets(void)
{
    prepare();
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = ""};
    socklen_t length = sizeof address;
    int pair[2];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    FOR_OUTPUT(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, bad));
    FOR_LONG_INPUT(syscall(SYS_bind, pair[0], bad, length));
    FOR_LONG_INPUT(syscall(SYS_connect, pair[0], bad, length));
    FOR_LONG_INPUT(syscall(SYS_sendto, pair[0], bad, 50, 0, NULL, 0));
    FOR_LONG_INPUT(syscall(SYS_sendmsg, pair[0], bad, 0));
    FOR_LONG_INPUT(syscall(SYS_setsockopt, pair[0], SOL_SOCKET, SO_SNDBUF, bad, 4));
    CHECK_FAILS(syscall(SYS_getsockname, pair[0], &address, (void *)8), EFAULT);
    CHECK_FAILS(syscall(SYS_getsockopt, pair[0], SOL_SOCKET, SO_TYPE, &length, (void *)8), EFAULT);
    CHECK(send(pair[1], "x", 1, 0) == 1);
    CHECK_FAILS(syscall(SYS_recvfrom, pair[0], read_only, 50, 0, NULL, NULL), EFAULT);
}

static void descriptors_that_wait(void)
{
    prepare();
    int events = eventfd(1, EFD_NONBLOCK), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), all = epoll_create1(0);
    CHECK(events >= 0 && timer >= 0 && all >= 0);
    CHECK_FAILS(syscall(SYS_read, events, read_only, 8), EFAULT);
    CHECK(eventfd_write(events, 1) == 0);
    FOR_LONG_INPUT(syscall(SYS_write, events, bad, 8));
    FOR_LONG_INPUT(syscall(SYS_timerfd_settime, timer, 0, bad, NULL));
    FOR_LONG_OUTPUT(syscall(SYS_timerfd_gettime, timer, bad));
    FOR_LONG_INPUT(syscall(SYS_epoll_ctl, all, EPOLL_CTL_ADD, events, bad));
    FOR_LONG_INPUT(syscall(SYS_signalfd4, -1, bad, 8, 0));
}

static void huge_lengths_fail_or_transfer_what_there_is(void)
{
    prepare();
    char buffer[4];
    send_byte(ends[1]);
    CHECK(on_qemu() || syscall(SYS_read, ends[0], buffer, 0x7ffff000L) == 1);
    struct iovec vectors[2] = {{buffer, 1UL << 63}, {buffer, 1}};
    CHECK_FAILS(syscall(SYS_writev, ends[1], vectors, 2), EINVAL);
    CHECK_FAILS(syscall(SYS_readv, ends[0], vectors, 2), EINVAL);
    CHECK_FAILS(syscall(SYS_writev, ends[1], vectors, 0x7fffffff), EINVAL);
    CHECK_FAILS(munmap((void *)PAGE, -1UL), EINVAL);
    CHECK_FAILS(mprotect(edge - PAGE + 1, -2UL * PAGE, PROT_READ), ENOMEM);
}

static void a_path_without_end_fails(void)
{
    prepare();
    memset(edge - PAGE + 1, '/', PAGE); /* the null byte would lie on the next page, which is not mapped */
    CHECK_FAILS(syscall(SYS_openat, AT_FDCWD, edge - 10, O_RDONLY, 0), EFAULT);
    CHECK_FAILS(syscall(SYS_execve, edge - 10, NULL, NULL), EFAULT);
}

static void a_system_call_that_does_not_exist_fails_with_enosys(void)
{
    CHECK_FAILS(syscall(9999), ENOSYS);
    CHECK_FAILS(syscall(-1), ENOSYS);
    CHECK_FAILS(syscall(0x7fffffffffffffff), ENOSYS);
}

int main(void)
{
    RUN(reads_and_writes);
    RUN(descriptors);
    RUN(processes);
    RUN(wait_status_pointers);
    RUN(clocks);
    RUN(signals);
    RUN(randomness);
    RUN(shared_segments);
    RUN(message_queues);
    RUN(semaphores);
    RUN(posix_queues);
    RUN(sockets);
    RUN(descriptors_that_wait);
    RUN(huge_lengths_fail_or_transfer_what_there_is);
    RUN(a_path_without_end_fails);
    RUN(a_system_call_that_does_not_exist_fails_with_enosys);
    return finish();
}
