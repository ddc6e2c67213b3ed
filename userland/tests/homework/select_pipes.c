/* select waits for any of several pipes, and for a while. */
#include <stdio.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int pipes[3][2], open_ends = 3, bytes[3] = {0};
    struct timeval short_time = {0, 20000};
    fd_set set;
    for (int i = 0; i < 3; i++) {
        if (pipe(pipes[i]) != 0)
            return 1;
    }
    FD_ZERO(&set);
    FD_SET(pipes[0][0], &set);
    printf("nothing to read: %d\n", select(pipes[0][0] + 1, &set, NULL, NULL, &short_time));
    fflush(stdout);
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            _exit(write(pipes[i][1], "12345678", (size_t)(i + 2)) == i + 2 ? 0 : 1);
    for (int i = 0; i < 3; i++)
        close(pipes[i][1]);
    while (open_ends > 0) {
        int greatest = -1;
        FD_ZERO(&set);
        for (int i = 0; i < 3; i++)
            if (pipes[i][0] >= 0) {
                FD_SET(pipes[i][0], &set);
                greatest = pipes[i][0] > greatest ? pipes[i][0] : greatest;
            }
        select(greatest + 1, &set, NULL, NULL, NULL);
        for (int i = 0; i < 3; i++)
            if (pipes[i][0] >= 0 && FD_ISSET(pipes[i][0], &set)) {
                char byte;
                if (read(pipes[i][0], &byte, 1) == 1) {
                    bytes[i]++;
                } else {
                    close(pipes[i][0]);
                    pipes[i][0] = -1;
                    open_ends--;
                }
            }
    }
    while (wait(NULL) > 0)
        ;
    printf("read %d, %d and %d bytes\n", bytes[0], bytes[1], bytes[2]);
    return 0;
}
