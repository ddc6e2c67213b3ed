/* msgq: clients send requests to a server and wait for their replies, all through one message queue
 *
 * Watch for: one System V queue serves as many mailboxes. A message has a type, and who receives says which type:
 * requests have type 1, a reply has the process id of the client that waits for it. So no client ever sees the reply
 * of another. In which order the server gets the requests depends on the schedule; what is printed does not.
 *
 * Change and try: more clients than fit; a server that takes urgent requests first (msgrcv with a negative type takes
 * the lowest there is); clients that receive with type 0. What goes wrong?
 */
#include <stdio.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 3
#define REQUESTS 4 /* of each client */

#define TO_SERVER 1 /* no client has this process id: it belongs to the first process of the system */

struct message {
    long type;
    struct {
        pid_t client;
        long number;
    } body;
};

#define BODY_SIZE sizeof(((struct message *)0)->body) /* the type does not count */

/* Answers every request with the square of its number. */
static void serve(int queue, int requests)
{
    while (requests-- > 0) {
        struct message message;
        if (msgrcv(queue, &message, BODY_SIZE, TO_SERVER, 0) < 0) {
            perror("server: msgrcv");
            return;
        }
        message.type = message.body.client;
        message.body.number *= message.body.number;
        if (msgsnd(queue, &message, BODY_SIZE, 0) < 0) {
            perror("server: msgsnd");
            return;
        }
    }
}

/* The sum of the squares of REQUESTS numbers, or -1. */
static int sum_squares(int queue, long first)
{
    long sum = 0;
    for (long number = first; number < first + REQUESTS; number++) {
        struct message message = {TO_SERVER, {getpid(), number}};
        if (msgsnd(queue, &message, BODY_SIZE, 0) < 0
            || msgrcv(queue, &message, BODY_SIZE, getpid(), 0) < 0) {
            perror("client");
            return -1;
        }
        if (message.body.client != getpid())
            return -1;
        sum += message.body.number;
    }
    return sum;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (queue < 0) {
        perror("msgget");
        return 1;
    }

    pid_t clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = fork();
        if (clients[i] < 0) {
            perror("fork");
            return 1;
        }
        if (clients[i] == 0)
            _exit(sum_squares(queue, i + 1)); /* an exit status has eight bits, enough for these sums */
    }
    serve(queue, CLIENTS * REQUESTS);

    int failed = 0;
    for (int i = 0; i < CLIENTS; i++) {
        int first = i + 1, expected = 0, status;
        for (int number = first; number < first + REQUESTS; number++)
            expected += number * number;
        waitpid(clients[i], &status, 0);
        printf("client %d: the squares of %d to %d add up to %d\n", i + 1, first, first + REQUESTS - 1,
               WEXITSTATUS(status));
        failed |= !WIFEXITED(status) || WEXITSTATUS(status) != expected;
    }

    /* Unlike memory and descriptors, a queue outlives the processes that use it. */
    msgctl(queue, IPC_RMID, NULL);
    return failed;
}
