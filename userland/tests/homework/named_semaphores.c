/* Parent and child take turns by two semaphores that have names. */
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t *make(const char *name, unsigned value)
{
    sem_unlink(name);
    return sem_open(name, O_CREAT | O_EXCL, 0600, value);
}

int main(void)
{
    sem_t *ping = make("/foal-homework-ping", 1), *pong = make("/foal-homework-pong", 0);
    if (ping == SEM_FAILED || pong == SEM_FAILED)
        return 1;
    setvbuf(stdout, NULL, _IONBF, 0);
    pid_t child = fork();
    sem_t *mine = child == 0 ? pong : ping, *other = child == 0 ? ping : pong;
    for (int i = 0; i < 5; i++) {
        sem_wait(mine);
        printf("%s %d\n", child == 0 ? "pong" : "ping", i);
        sem_post(other);
    }
    if (child == 0)
        _exit(0);
    wait(NULL);
    sem_close(ping);
    sem_close(pong);
    printf("unlink: %d %d\n", sem_unlink("/foal-homework-ping"), sem_unlink("/foal-homework-pong"));
    printf("again: %d\n", sem_unlink("/foal-homework-ping"));
    return 0;
}
