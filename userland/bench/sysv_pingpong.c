/* sysv_pingpong: two processes send a byte to and fro through a System V message queue, N times */
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
    long type;
    char byte;
};

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    struct message there = {1, 'x'}, back = {2, 'x'};
    if (queue < 0)
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++)
            if (msgrcv(queue, &there, 1, 1, 0) != 1 || msgsnd(queue, &back, 1, 0))
                _exit(1);
        _exit(0);
    }
    int failed = 0;
    for (long i = 0; i < n && !failed; i++)
        failed = msgsnd(queue, &there, 1, 0) || msgrcv(queue, &back, 1, 2, 0) != 1;
    int status;
    wait(&status);
    return msgctl(queue, IPC_RMID, NULL) || failed || status != 0;
}
