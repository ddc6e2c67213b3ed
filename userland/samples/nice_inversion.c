/* nice_inversion: an urgent process waits for a lock of a humble one, and for a third process that needs no lock
 *
 * Watch for: run it with `--sched priority`. The humble process (nice 10) holds the lock, the urgent one (nice 0) waits
 * for it, and one in between (nice 5), which only computes, keeps the holder from the processor: what the urgent one
 * waits for is the work of the middling one. With the argument "inherit" who waits first lends the holder its nice
 * value, and gets the lock much sooner. With `--sched priority:inherit` the kernel does that by itself: the lock is one of
 * the kernel's (flock), which so knows its holder. Policies that let everybody run a little, such as rr, hide it.
 *
 * Change and try: `foal boot --sched priority nice_inversion`, and the same with "inherit"; with `--sched fair`; more
 * work for the middling process (MIDDLING_WORK). What if the holder waits for a lock in turn? And what if the lock is a
 * mutex of sync/mutex.h, in whose memory nothing says who holds it?
 */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sync/event.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HUMBLE_NICE = 10, MIDDLING_NICE = 5, HUMBLE_WORK = 20, MIDDLING_WORK = 200 };

static struct shared {
    struct sync_event locked, begin; /* the humble one has the lock; the others may begin */
    volatile pid_t holder;
    atomic_int done;      /* how much work the middling one has done */
    volatile int got_at;  /* how much it was when the urgent one got the lock */
} *shared;

static void compute(void)
{
    for (volatile int i = 0; i < 1000; i++)
        ;
}

/* Each process opens the file by itself: a lock belongs to an opening. */
static int open_lock(void)
{
    int fd = open("/tmp/nice_inversion.lock", O_RDWR | O_CREAT, 0600);
    if (fd < 0) {
        perror("/tmp/nice_inversion.lock");
        _exit(1);
    }
    return fd;
}

static void be_humble(void)
{
    int file = open_lock();
    flock(file, LOCK_EX);
    shared->holder = getpid();
    setpriority(PRIO_PROCESS, 0, HUMBLE_NICE);
    sync_event_set(&shared->locked);
    for (int i = 0; i < HUMBLE_WORK; i++)
        compute();
    flock(file, LOCK_UN);
    setpriority(PRIO_PROCESS, 0, HUMBLE_NICE); /* what was lent goes back, after the lock */
}

static void be_middling(void)
{
    sync_event_wait(&shared->begin);
    setpriority(PRIO_PROCESS, 0, MIDDLING_NICE);
    for (int i = 0; i < MIDDLING_WORK; i++) {
        compute();
        shared->done++;
    }
}

static void be_urgent(int inherit)
{
    sync_event_wait(&shared->locked);
    sync_event_set(&shared->begin);
    int file = open_lock();
    if (flock(file, LOCK_EX | LOCK_NB) < 0) {
        if (inherit)
            setpriority(PRIO_PROCESS, shared->holder, 0);
        flock(file, LOCK_EX);
    }
    shared->got_at = shared->done;
    flock(file, LOCK_UN);
}

int main(int argc, char *argv[])
{
    int inherit = argc > 1 && strcmp(argv[1], "inherit") == 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 1;
    }

    if (fork() == 0) {
        be_humble();
        _exit(0);
    }
    if (fork() == 0) {
        be_middling();
        _exit(0);
    }
    be_urgent(inherit);
    wait(NULL);
    wait(NULL);
    printf("the urgent process got the lock when the middling one had done %d%% of its work\n",
           100 * shared->got_at / MIDDLING_WORK);
    return 0;
}
