/* Processes: making them, turning them into other programs, waiting for them. */
#include "cancellation.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* They are there if the program has threads. */
void pthread_before_fork(void) __attribute__((weak));
void pthread_after_fork(int is_child) __attribute__((weak));

/* RISC-V has no fork call of its own: it is the clone that shares nothing and reports its end by SIGCHLD. */
pid_t fork(void)
{
    if (pthread_before_fork)
        pthread_before_fork();
    pid_t pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (pthread_after_fork)
        pthread_after_fork(pid == 0);
    return pid;
}

int execve(const char *path, char *const argv[], char *const envp[])
{
    return syscall(SYS_execve, path, argv, envp);
}

int execv(const char *path, char *const argv[])
{
    return execve(path, argv, environ);
}

/* A file name without a slash is looked for in the folders that PATH lists. */
int execvp(const char *file, char *const argv[])
{
    if (strchr(file, '/'))
        return execv(file, argv);

    const char *folder = getenv("PATH");
    if (!folder)
        folder = "/bin:/usr/bin";
    int error = ENOENT;
    for (;;) {
        size_t length = strcspn(folder, ":");
        char path[4096];
        if (length + 1 + strlen(file) + 1 <= sizeof path) {
            memcpy(path, folder, length);
            path[length] = '/';
            strcpy(path + length + 1, file);
            execv(length ? path : file, argv); /* an empty folder in the list is the current one */
            if (errno == EACCES)
                error = EACCES; /* found, but not to be run: say so unless a later one runs */
            else if (errno != ENOENT && errno != ENOTDIR)
                return -1;
        }
        if (folder[length] == '\0')
            break;
        folder += length + 1;
    }
    errno = error;
    return -1;
}

void _exit(int status)
{
    for (;;)
        syscall(SYS_exit_group, status);
}

void _Exit(int status)
{
    _exit(status);
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    return cancellable_syscall(SYS_wait4, pid, status, options, usage);
}

pid_t waitpid(pid_t pid, int *status, int options)
{
    return wait4(pid, status, options, NULL);
}

pid_t wait(int *status)
{
    return wait4(-1, status, 0, NULL);
}

pid_t getpid(void)
{
    return syscall(SYS_getpid);
}

pid_t getppid(void)
{
    return syscall(SYS_getppid);
}

pid_t gettid(void)
{
    return syscall(SYS_gettid);
}

uid_t getuid(void)
{
    return syscall(SYS_getuid);
}

uid_t geteuid(void)
{
    return syscall(SYS_geteuid);
}

gid_t getgid(void)
{
    return syscall(SYS_getgid);
}

gid_t getegid(void)
{
    return syscall(SYS_getegid);
}

int setpgid(pid_t pid, pid_t group)
{
    return syscall(SYS_setpgid, pid, group);
}

pid_t getpgid(pid_t pid)
{
    return syscall(SYS_getpgid, pid);
}

pid_t getpgrp(void)
{
    return getpgid(0);
}

pid_t setsid(void)
{
    return syscall(SYS_setsid);
}

pid_t getsid(pid_t pid)
{
    return syscall(SYS_getsid, pid);
}

/* The call returns 20 less the nice value, so that no nice value looks like an error. */
int getpriority(int which, unsigned int who)
{
    long result = syscall(SYS_getpriority, which, who);
    return result < 0 ? -1 : 20 - (int)result;
}

int setpriority(int which, unsigned int who, int nice)
{
    return syscall(SYS_setpriority, which, who, nice);
}

int getrlimit(int resource, struct rlimit *limit)
{
    return syscall(SYS_prlimit64, 0, resource, NULL, limit);
}

int setrlimit(int resource, const struct rlimit *limit)
{
    return syscall(SYS_prlimit64, 0, resource, limit, NULL);
}
