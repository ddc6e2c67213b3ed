/* A semaphore of System V as a lock between processes; SEM_UNDO gives back what one who died has held. */
#include <signal.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

union semun { int val; struct semid_ds *buf; unsigned short *array; };

static void change(int set, short by)
{
    struct sembuf operation = {0, by, SEM_UNDO};
    semop(set, &operation, 1);
}

int main(void)
{
    int set = semget(IPC_PRIVATE, 1, 0600), segment = shmget(IPC_PRIVATE, sizeof(long), 0600);
    if (set < 0 || segment < 0 || semctl(set, 0, SETVAL, (union semun){.val = 1}) < 0)
        return 1;
    volatile long *counter = shmat(segment, NULL, 0);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            for (int n = 0; n < 200; n++) {
                change(set, -1);
                *counter = *counter + 1;
                change(set, 1);
            }
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("counted %ld\n", *counter);
    if (fork() == 0) {
        change(set, -1);
        raise(SIGKILL);
    }
    wait(NULL);
    printf("after the death of one who held it: %d\n", semctl(set, 0, GETVAL));
    shmdt((const void *)counter);
    shmctl(segment, IPC_RMID, NULL);
    semctl(set, 0, IPC_RMID);
    return 0;
}
