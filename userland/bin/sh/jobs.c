#include "jobs.h"

#include "job_table.h"
#include "shell.h"
#include "terminal.h"
#include "trap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct job *jobs;

static unsigned long uses;

struct job *job_new(const char *text)
{
    struct job *job = must(calloc(1, sizeof *job));
    job->text = copy_text(text ? text : "");
    struct job **last = &jobs;
    while (*last)
        last = &(*last)->next;
    return *last = job;
}

void job_name(struct job *job, char **arguments)
{
    struct buffer text = {.arena = &shell.scratch};
    for (; *arguments; arguments++) {
        buffer_add_text(&text, *arguments, strlen(*arguments));
        if (arguments[1])
            buffer_add(&text, ' ');
    }
    free(job->text);
    job->text = copy_text(buffer_end(&text));
}

void job_remove(struct job *job)
{
    struct job **link = &jobs;
    while (*link != job)
        link = &(*link)->next;
    *link = job->next;
    free(job->processes);
    free(job->text);
    free(job);
}

static void number(struct job *job)
{
    if (job->number)
        return;
    int largest = 0;
    for (struct job *other = jobs; other; other = other->next)
        if (other->number > largest)
            largest = other->number;
    job->number = largest + 1;
}

enum state job_state(const struct job *job)
{
    enum state state = DONE;
    for (int i = 0; i < job->count; i++) {
        int status = job->processes[i].status;
        if (status == -1)
            return RUNNING;
        if (WIFSTOPPED(status))
            state = STOPPED;
    }
    return state;
}

/* That of the last process; of one that a signal killed or stopped, 128 and the signal's number. */
static int exit_status(int status)
{
    if (WIFSTOPPED(status))
        return 128 + WSTOPSIG(status);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int job_status(const struct job *job)
{
    return exit_status(job->processes[job->count - 1].status);
}

static pid_t fork_or_fail(void)
{
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        fail("Cannot fork: %s", strerror(errno));
    return child;
}

/* The parent's jobs, traps and terminal are not the child's. */
static void become_subshell(void)
{
    shell.is_child = 1;
    shell.options[OPTION_MONITOR] = 0;
    while (jobs)
        job_remove(jobs);
    forget_traps();
}

/* Parent and child both put the child into its group: whoever comes first, nobody finds it missing. */
static void join_group(struct job *job, pid_t pid, enum place place)
{
    if (job->group == 0)
        job->group = pid;
    setpgid(pid, job->group);
    if (place == FOREGROUND)
        terminal_give(job->group);
}

/* Without job control a background job shares the terminal: its keys must not reach it. */
static void detach(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing > 0) {
        dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
}

pid_t job_fork(struct job *job, enum place place)
{
    int has_control = shell.options[OPTION_MONITOR];
    job->is_in_background = place == IN_BACKGROUND;
    pid_t child = fork_or_fail();
    if (child == 0) {
        if (has_control)
            join_group(job, getpid(), place);
        become_subshell();
        if (!has_control && place == IN_BACKGROUND)
            detach();
        return 0;
    }
    if (has_control)
        join_group(job, child, place);
    job->processes = must(realloc(job->processes, (job->count + 1) * sizeof *job->processes));
    job->processes[job->count++] = (struct process){child, -1};
    return child;
}

pid_t fork_subshell(void)
{
    pid_t child = fork_or_fail();
    if (child == 0)
        become_subshell();
    return child;
}

int wait_for_subshell(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return exit_status(status);
}

static void record(pid_t pid, int status)
{
    for (struct job *job = jobs; job; job = job->next) {
        for (int i = 0; i < job->count; i++) {
            if (job->processes[i].pid != pid)
                continue;
            job->processes[i].status = WIFCONTINUED(status) ? -1 : status;
            job->has_changed = 1;
            if (WIFSTOPPED(status)) {
                number(job);
                job->used = ++uses;
            }
            return;
        }
    }
}

static pid_t wait_for_any(int *status, int options)
{
    return waitpid(-1, status, options | (shell.options[OPTION_MONITOR] ? WUNTRACED | WCONTINUED : 0));
}

/* Children and signals at once: the signals are let in only while the shell sleeps, so none can slip in between the
 * look for a child and the sleep. */
static pid_t wait_for_signal(int *status)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = wait_for_any(status, WNOHANG);
    if (pid == 0 && !trap_is_pending())
        sigsuspend(&before);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return pid;
}

int jobs_update(enum waiting waiting)
{
    int status;
    pid_t pid;
    if (waiting == WAITING_FOR_SIGNALS_TOO)
        pid = wait_for_signal(&status);
    else
        pid = wait_for_any(&status, waiting == WAITING ? 0 : WNOHANG);
    if (pid > 0)
        record(pid, status);
    return pid > 0 || (pid == 0 && waiting) || (pid < 0 && errno == EINTR);
}

static void say_what_killed(const struct job *job)
{
    int status = job->processes[job->count - 1].status;
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGINT && shell.interactive && !shell.is_child)
        fprintf(stderr, "\n");
    else if (signal && signal != SIGINT && signal != SIGPIPE)
        fprintf(stderr, "%s%s\n", strsignal(signal), WCOREDUMP(status) ? " (core dumped)" : "");
}

int job_wait(struct job *job)
{
    while (job_state(job) == RUNNING && jobs_update(WAITING))
        ;
    if (shell.options[OPTION_MONITOR])
        terminal_take_back(job_state(job) == DONE && WIFEXITED(job->processes[job->count - 1].status));
    if (job_state(job) == RUNNING) { /* its processes are not our children any more */
        job_remove(job);
        return 127;
    }
    int status = job_status(job);
    if (job_state(job) == STOPPED) {
        fprintf(stderr, "\n");
        job_print(job, 0);
        return status;
    }
    say_what_killed(job);
    job_remove(job);
    if (status == 128 + SIGINT && shell.interactive && !shell.is_child)
        give_up(status);
    return status;
}

void job_announce(struct job *job)
{
    number(job);
    job->used = ++uses;
    if (shell.interactive && !shell.is_child)
        fprintf(stderr, "[%d] %d\n", job->number, job->processes[job->count - 1].pid);
}

int job_continue(struct job *job, enum place place)
{
    for (int i = 0; i < job->count; i++)
        if (WIFSTOPPED(job->processes[i].status))
            job->processes[i].status = -1;
    job->used = ++uses;
    job->is_in_background = place == IN_BACKGROUND;
    if (place == FOREGROUND)
        terminal_give(job->group);
    kill(job->group ? -job->group : job->processes[0].pid, SIGCONT);
    return place == FOREGROUND ? job_wait(job) : 0;
}

int jobs_control(int is_on)
{
    return is_on && terminal_claim();
}
