/* Two processes that wait for each other through pipes, while their parent works, and then waits for them. */
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int there[2], back[2];

static void await_word(int fd)
{
    char byte;
    if (read(fd, &byte, 1) == 1)
        puts("never");
}

int main(void)
{
    pipe(there);
    pipe(back);
    if (fork() == 0) {
        close(there[1]);
        close(back[0]);
        await_word(there[0]);
        return 0;
    }
    if (fork() == 0) {
        close(there[0]);
        close(back[1]);
        await_word(back[0]);
        return 1;
    }
    close(there[0]), close(there[1]), close(back[0]), close(back[1]);
    struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < 3; i++) {
        nanosleep(&millisecond, NULL);
        puts("at work");
    }
    wait(NULL);
    return 0;
}
