/* A queue of messages, found by a key that is made of a file: types choose the order in which they are taken. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct letter { long type; char text[20]; };

int main(void)
{
    FILE *file = fopen("sysv_messages.key", "w");
    fclose(file);
    key_t key = ftok("sysv_messages.key", 'M');
    int queue = msgget(key, IPC_CREAT | 0600);
    if (queue < 0)
        return 1;
    if (fork() == 0) {
        int same = msgget(ftok("sysv_messages.key", 'M'), 0);
        struct letter letters[] = {{3, "three"}, {1, "one"}, {2, "two"}, {1, "another one"}};
        for (int i = 0; i < 4; i++)
            msgsnd(same, &letters[i], strlen(letters[i].text) + 1, 0);
        _exit(0);
    }
    wait(NULL);
    unlink("sysv_messages.key");
    struct msqid_ds status;
    msgctl(queue, IPC_STAT, &status);
    printf("%lu messages\n", (unsigned long)status.msg_qnum);
    struct letter letter;
    long types[] = {2, -3, 0, 0};
    for (int i = 0; i < 4; i++) {
        ssize_t size = msgrcv(queue, &letter, sizeof letter.text, types[i], IPC_NOWAIT);
        printf("asked for %ld: type %ld, %zd bytes, %s\n", types[i], letter.type, size, letter.text);
    }
    printf("empty: %s\n", msgrcv(queue, &letter, sizeof letter.text, 0, IPC_NOWAIT) < 0 && errno == ENOMSG ? "ENOMSG" : "?");
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
