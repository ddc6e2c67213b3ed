/* ipcrm: removes message queues (-q ID), shared memory segments (-m ID) and arrays of semaphores (-s ID); by their key
 * with -Q, -M, -S */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

static int find(char kind, key_t key)
{
    switch (kind) {
    case 'q': return msgget(key, 0);
    case 'm': return shmget(key, 0, 0);
    default: return syscall(SYS_semget, key, 0, 0);
    }
}

static int remove_object(char kind, int id)
{
    switch (kind) {
    case 'q': return msgctl(id, IPC_RMID, NULL);
    case 'm': return shmctl(id, IPC_RMID, NULL);
    default: return syscall(SYS_semctl, id, 0, IPC_RMID, 0);
    }
}

int main(int argc, char *argv[])
{
    int failed = 0, done = 0;
    for (int option; (option = getopt(argc, argv, "q:m:s:Q:M:S:")) != -1; done = 1) {
        char *end;
        if (option == '?')
            return 2;
        long number = strtol(optarg, &end, 0);
        if (end == optarg || *end)
            errx(1, "invalid number: '%s'", optarg);
        int id = isupper(option) ? find(tolower(option), number) : number;
        if (id < 0 || remove_object(tolower(option), id) < 0) {
            warn("%s", optarg);
            failed = 1;
        }
    }
    if (!done)
        errx(2, "usage: ipcrm -q ID | -m ID | -s ID | -Q KEY | -M KEY | -S KEY ...");
    return failed;
}
