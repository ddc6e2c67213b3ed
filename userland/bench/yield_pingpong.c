/* yield_pingpong: two processes pass a turn to and fro in System V shared memory under a spinlock, N times; who does not
 * have the turn gives its time to the other */
#include <sched.h>
#include <stdlib.h>
#include <sync/spinlock.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    struct spinlock lock;
    int turn;
};

static int pass(struct shared *shared, int me)
{
    spinlock_acquire(&shared->lock);
    int mine = shared->turn == me;
    if (mine)
        shared->turn = !me;
    spinlock_release(&shared->lock);
    return mine;
}

static void play(struct shared *shared, int me, long n)
{
    for (long i = 0; i < n; i++)
        while (!pass(shared, me))
            sched_yield();
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int segment = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0600);
    struct shared *shared = shmat(segment, NULL, 0);
    if (segment < 0 || shmctl(segment, IPC_RMID, NULL) || shared == (void *)-1)
        return 1;
    pid_t child = fork();
    play(shared, child == 0, n);
    if (child == 0)
        _exit(0);
    int status;
    waitpid(child, &status, 0);
    return status != 0;
}
