/* ipcmk: makes a message queue (-Q), a shared memory segment (-M SIZE) or an array of semaphores (-S COUNT) */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/msg.h>
#include <sys/random.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

static key_t new_key(void)
{
    key_t key;
    if (getrandom(&key, sizeof key, 0) < 0)
        err(1, "no random key");
    return key;
}

static void report(const char *kind, int id)
{
    if (id < 0)
        err(1, "cannot make a %s", kind);
    printf("%s id: %d\n", kind, id);
}

int main(int argc, char *argv[])
{
    int permissions = 0644, done = 0;
    for (int option; (option = getopt(argc, argv, "p:QM:S:")) != -1; ) {
        int flags = permissions | IPC_CREAT | IPC_EXCL;
        switch (option) {
        case 'p': permissions = strtol(optarg, NULL, 8) & 0777; continue;
        case 'Q': report("Message queue", msgget(new_key(), flags)); break;
        case 'M': report("Shared memory", shmget(new_key(), strtoul(optarg, NULL, 10), flags)); break;
        case 'S': report("Semaphore", syscall(SYS_semget, new_key(), atoi(optarg), flags)); break;
        default: return 2;
        }
        done = 1;
    }
    if (!done)
        errx(2, "usage: ipcmk [-p MODE] -Q | -M SIZE | -S COUNT");
    return 0;
}
