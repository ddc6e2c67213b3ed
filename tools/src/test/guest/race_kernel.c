/* Processes and threads whose accesses to shared memory only the kernel orders. */
#include <signal.h>
#include <stdlib.h>
#include <sync/futex.h>
#include <sync/thread.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile long *shared;

/* The child stores, and then sends; the parent receives, and then loads. */
static int handed_over(void (*send)(void *), void (*receive)(void *), void *by)
{
    *shared = 1; /* before fork: the child may look */
    pid_t child = fork();
    if (child == 0) {
        if (*shared != 1)
            _exit(1);
        *shared = 2;
        send(by);
        _exit(0);
    }
    receive(by);
    int right = *shared == 2, status;
    *shared = 3;
    return waitpid(child, &status, 0) == child && status == 0 && right;
}

static void write_byte(void *ends) { write(((int *)ends)[1], "x", 1); }
static void read_byte(void *ends) { char c; read(((int *)ends)[0], &c, 1); }
static void add_one(void *file) { long one = 1; write(*(int *)file, &one, sizeof one); }
static void take_all(void *file) { long all; read(*(int *)file, &all, sizeof all); }
static void up(void *set) { struct sembuf one = {0, 1, 0}; semop(*(int *)set, &one, 1); }
static void down(void *set) { struct sembuf one = {0, -1, 0}; semop(*(int *)set, &one, 1); }
static void post(void *queue) { struct { long type; char text[1]; } m = {1, "x"}; msgsnd(*(int *)queue, &m, 1, 0); }
static void fetch(void *queue) { struct { long type; char text[1]; } m; msgrcv(*(int *)queue, &m, 1, 0, 0); }
static void close_all(void *ends) { close(((int *)ends)[1]); }
static void until_closed(void *ends) { char c; close(((int *)ends)[1]); read(((int *)ends)[0], &c, 1); }

static void raise_it(void *unused) { (void)unused; kill(getppid(), SIGUSR1); }
static void raise_by_file(void *unused)
{
    (void)unused;
    syscall(424, syscall(434, getppid(), 0), SIGUSR1, NULL, 0); /* pidfd_send_signal, pidfd_open */
}
static void await_it(void *set) { siginfo_t info; sigtimedwait(set, &info, NULL); }

static long in_thread;
static void note(void *unused) { (void)unused; in_thread = 5; }

int main(void)
{
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int ends[2], right = 1;
    pipe(ends);
    right &= handed_over(write_byte, read_byte, ends);
    right &= handed_over(close_all, until_closed, ends);
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    right &= handed_over(write_byte, read_byte, ends);
    int file = eventfd(0, 0), set = semget(IPC_PRIVATE, 1, 0600), queue = msgget(IPC_PRIVATE, 0600);
    right &= handed_over(add_one, take_all, &file);
    right &= handed_over(up, down, &set);
    right &= handed_over(post, fetch, &queue);
    if (fork() == 0) {
        *shared = 7;
        _exit(0);
    }
    wait(NULL);
    right &= *shared == 7;
    if (fork() == 0) {
        *shared = 8;
        _exit(0);
    }
    right &= syscall(95, 0, 0, NULL, 4, NULL) == 0 && *shared == 8; /* waitid, P_ALL, WEXITED */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    right &= handed_over(raise_it, await_it, &signals);
    right &= handed_over(raise_by_file, await_it, &signals);
    semctl(set, 0, IPC_RMID);
    msgctl(queue, IPC_RMID, NULL);

    struct thread thread;
    in_thread = 4;
    right &= thread_create(&thread, note, NULL) == 0;
    thread_join(&thread);
    right &= in_thread == 5;
    return !right;
}
