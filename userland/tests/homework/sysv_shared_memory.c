/* A segment of shared memory, which a child fills and its parent reads. */
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0640);
    if (segment < 0)
        return 1;
    char *text = shmat(segment, NULL, 0);
    strcpy(text, "nothing yet");
    if (fork() == 0) {
        char *same = shmat(segment, NULL, 0);
        sprintf(same, "written by the child, at another address: %s", same != text ? "yes" : "no");
        shmdt(same);
        _exit(0);
    }
    wait(NULL);
    struct shmid_ds status;
    shmctl(segment, IPC_STAT, &status);
    printf("%s\n", text);
    printf("%zu bytes, mode %o, attached %lu\n", (size_t)status.shm_segsz, status.shm_perm.mode & 0777, (unsigned long)status.shm_nattch);
    shmdt(text);
    printf("removed: %d\n", shmctl(segment, IPC_RMID, NULL));
    return 0;
}
