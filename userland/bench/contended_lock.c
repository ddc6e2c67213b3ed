/* contended_lock: two processes take a spinlock N times each, and are interrupted while they hold it */
#include <stdlib.h>
#include <sync/spinlock.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    struct spinlock lock;
    volatile long counter;
};

static void work(struct shared *shared, long n)
{
    for (long i = 0; i < n; i++) {
        spinlock_acquire(&shared->lock);
        shared->counter = shared->counter + 1;
        spinlock_release(&shared->lock);
    }
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 1;
    pid_t child = fork();
    work(shared, n);
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    return shared->counter == 2 * n ? 0 : 1;
}
