/* msg_pingpong: a client calls a server directly and gets its reply, a byte each, N times */
#include <foal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    char byte = 'x';
    pid_t server = fork();
    if (server == 0) {
        pid_t client;
        if (msg_receive(MSG_ANY, &byte, 1, &client, 0) != 1)
            _exit(1);
        for (long i = 1; i < n; i++)
            if (msg_reply_receive(client, &byte, 1, &byte, 1, &client) != 1)
                _exit(1);
        _exit(msg_reply(client, &byte, 1) != 1);
    }
    for (long i = 0; i < n; i++)
        if (msg_call(server, &byte, 1, &byte, 1) != 1)
            return 1;
    int status;
    wait(&status);
    return status != 0;
}
