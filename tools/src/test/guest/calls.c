/* Makes system calls of all kinds, for a look at how they are shown. */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct timespec a_while = {0, 1000000};

static void ignore(int signal) {
    (void)signal;
}

int main(void) {
    int ends[2];
    char byte;
    syscall(1099, 1, 2, 3, 4, 5, 6);
    open("/no/such\tfile", O_RDONLY);
    write(1, (void *)8, 3);
    pipe(ends);

    struct sigaction action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        nanosleep(&a_while, NULL);
        kill(parent, SIGUSR1);
        nanosleep(&a_while, NULL);
        write(ends[1], "x", 1);
        read(ends[0], (void *)8, 0);
        kill(getpid(), SIGTERM);
    }
    read(ends[0], &byte, 1);
    waitpid(child, NULL, 0);

    child = fork();
    if (child == 0) {
        kill(getpid(), SIGSTOP);
        return 3;
    }
    int status;
    waitpid(child, &status, WUNTRACED);
    kill(child, SIGCONT);
    waitpid(child, &status, 0);

    child = fork();
    if (child == 0) {
        read(ends[0], &byte, 1);
    }
    nanosleep(&a_while, NULL);
    waitpid(child, NULL, WNOHANG);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return 0;
}
