/* posix_pingpong: two processes send a byte to and fro through two POSIX message queues, N times */
#include <fcntl.h>
#include <mqueue.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    struct mq_attr attributes = {.mq_maxmsg = 8, .mq_msgsize = 8};
    mqd_t there = mq_open("/foal-bench-there", O_RDWR | O_CREAT, 0600, &attributes);
    mqd_t back = mq_open("/foal-bench-back", O_RDWR | O_CREAT, 0600, &attributes);
    char bytes[8] = "x";
    if (there == (mqd_t)-1 || back == (mqd_t)-1)
        return 1;
    mq_unlink("/foal-bench-there");
    mq_unlink("/foal-bench-back");
    if (fork() == 0) {
        for (long i = 0; i < n; i++)
            if (mq_receive(there, bytes, sizeof bytes, NULL) != 1 || mq_send(back, bytes, 1, 0))
                _exit(1);
        _exit(0);
    }
    for (long i = 0; i < n; i++)
        if (mq_send(there, bytes, 1, 0) || mq_receive(back, bytes, sizeof bytes, NULL) != 1)
            return 1;
    int status;
    wait(&status);
    return status != 0;
}
