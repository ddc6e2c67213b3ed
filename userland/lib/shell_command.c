/* Commands of the shell, run from a program: by themselves, or with a stream to or from them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *command)
{
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static int wait_for(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* While the command runs the terminal's signals are its own. */
int system(const char *command)
{
    if (!command)
        return access("/bin/sh", X_OK) == 0;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    sigset_t block, before;
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigprocmask(SIG_BLOCK, &block, &before);
    pid_t child = fork();
    if (child == 0) {
        sigaction(SIGINT, &interrupt, NULL);
        sigaction(SIGQUIT, &quit, NULL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        run(command);
    }
    int status = child < 0 ? -1 : wait_for(child);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

enum { MOST = 16 };

static struct {
    FILE *stream;
    pid_t child;
} open_commands[MOST];

static int slot_of(FILE *stream)
{
    int slot = 0;
    while (slot < MOST && open_commands[slot].stream != stream)
        slot++;
    return slot;
}

FILE *popen(const char *command, const char *mode)
{
    int is_reader = *mode == 'r', ends[2], slot = slot_of(NULL);
    if (slot == MOST || pipe2(ends, O_CLOEXEC) != 0) {
        errno = slot == MOST ? EMFILE : errno;
        return NULL;
    }
    int mine = ends[is_reader ? 0 : 1], its = ends[is_reader ? 1 : 0];
    pid_t child = fork();
    if (child == 0) {
        dup2(its, is_reader ? STDOUT_FILENO : STDIN_FILENO);
        run(command);
    }
    close(its);
    FILE *stream = child < 0 ? NULL : fdopen(mine, mode);
    if (!stream) {
        close(mine);
        return NULL;
    }
    open_commands[slot].child = child;
    return open_commands[slot].stream = stream;
}

int pclose(FILE *stream)
{
    int slot = slot_of(stream);
    if (slot == MOST) {
        errno = ECHILD;
        return -1;
    }
    pid_t child = open_commands[slot].child;
    open_commands[slot].stream = NULL;
    fclose(stream);
    return wait_for(child);
}
