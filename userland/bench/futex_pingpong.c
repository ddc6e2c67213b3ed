/* futex_pingpong: two processes pass a turn to and fro by waking each other at a futex, N times */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FUTEX_WAIT = 0, FUTEX_WAKE = 1 };

/* Waits until it is a party's turn, and gives it to the other. */
static void play(int *turn, int me, long n)
{
    for (long i = 0; i < n; i++) {
        while (__atomic_load_n(turn, __ATOMIC_ACQUIRE) != me)
            syscall(SYS_futex, turn, FUTEX_WAIT, !me, NULL, NULL, 0);
        __atomic_store_n(turn, !me, __ATOMIC_RELEASE);
        syscall(SYS_futex, turn, FUTEX_WAKE, 1, NULL, NULL, 0);
    }
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int *turn = mmap(NULL, sizeof *turn, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (turn == MAP_FAILED)
        return 1;
    pid_t child = fork();
    play(turn, child == 0, n);
    if (child == 0)
        _exit(0);
    int status;
    waitpid(child, &status, 0);
    return status != 0;
}
