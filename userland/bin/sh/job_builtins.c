/* The list of jobs, and the commands that work on it. */
#include "job_table.h"
#include "shell.h"
#include "trap.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The job that was last stopped or started is the current one; a stopped one comes before all others. */
static int is_more_recent(const struct job *a, const struct job *b)
{
    int a_stopped = job_state(a) == STOPPED, b_stopped = job_state(b) == STOPPED;
    return a_stopped != b_stopped ? a_stopped : a->used > b->used;
}

struct job *job_current(int rank)
{
    struct job *best = NULL, *second = NULL;
    for (struct job *job = jobs; job; job = job->next) {
        if (!job->number)
            continue;
        if (!best || is_more_recent(job, best)) {
            second = best;
            best = job;
        } else if (!second || is_more_recent(job, second)) {
            second = job;
        }
    }
    return rank == 0 ? best : second;
}

static struct job *find_by_text(const char *text)
{
    struct job *found = NULL;
    for (struct job *job = jobs; job; job = job->next)
        if (job->number && (*text == '?' ? strstr(job->text, text + 1) != NULL
                                         : strncmp(job->text, text, strlen(text)) == 0))
            found = job;
    return found;
}

struct job *job_find(const char *name)
{
    struct job *found = NULL;
    const char *rest = name + (*name == '%');
    char *end;
    long number = strtol(rest, &end, 10);
    if (!*rest || strcmp(rest, "%") == 0 || strcmp(rest, "+") == 0)
        found = job_current(0);
    else if (strcmp(rest, "-") == 0)
        found = job_current(1);
    else if (*end)
        found = find_by_text(rest);
    else
        for (struct job *job = jobs; job; job = job->next)
            if (job->number == number && number > 0)
                found = job;
    if (!found)
        complain("%s: no such job", name);
    return found;
}

static void describe(const struct job *job, char *text, size_t size)
{
    int status = job->processes[job->count - 1].status;
    enum state state = job_state(job);
    if (state == RUNNING)
        snprintf(text, size, "Running");
    else if (state == STOPPED)
        snprintf(text, size, "Stopped");
    else if (WIFSIGNALED(status))
        snprintf(text, size, "%s", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == 0)
        snprintf(text, size, "Done");
    else
        snprintf(text, size, "Done(%d)", WEXITSTATUS(status));
}

/* On standard error, where prompts and messages go; the command jobs alone writes to standard output. */
static void print(FILE *stream, struct job *job, int with_pids)
{
    char state[64], pid[16] = "";
    describe(job, state, sizeof state);
    if (with_pids)
        snprintf(pid, sizeof pid, "%d ", job->processes[0].pid);
    char mark = job == job_current(0) ? '+' : job == job_current(1) ? '-' : ' ';
    fprintf(stream, "[%d]%c %s%-22s %s\n", job->number, mark, pid, state, job->text);
    job->has_changed = 0;
}

void job_print(struct job *job, int with_pids)
{
    print(stderr, job, with_pids);
}

void jobs_report(void)
{
    while (jobs_update(NO_WAITING))
        ;
    for (struct job *job = jobs, *next; job; job = next) {
        next = job->next;
        enum state state = job_state(job);
        if (job->number && job->has_changed && state != RUNNING && shell.interactive)
            job_print(job, 0);
        job->has_changed = 0;
        if (state == DONE && shell.interactive)
            job_remove(job);
    }
}

int jobs_are_stopped(void)
{
    for (struct job *job = jobs; job; job = job->next)
        if (job_state(job) == STOPPED)
            return 1;
    return 0;
}

pid_t jobs_group(const char *name)
{
    struct job *job = job_find(name);
    if (!job)
        return -1;
    return job->group ? job->group : job->processes[0].pid;
}

int run_jobs(int count, char **arguments, int flags)
{
    (void)flags;
    int with_pids = count > 1 && strcmp(arguments[1], "-l") == 0;
    int only_pids = count > 1 && strcmp(arguments[1], "-p") == 0;
    while (jobs_update(NO_WAITING))
        ;
    for (struct job *job = jobs, *next; job; job = next) {
        next = job->next;
        if (!job->number)
            continue;
        if (only_pids)
            printf("%d\n", job->processes[0].pid);
        else
            print(stdout, job, with_pids);
        if (job_state(job) == DONE)
            job_remove(job);
    }
    return 0;
}

static int continue_job(int count, char **arguments, enum place place)
{
    if (!shell.options[OPTION_MONITOR]) {
        complain("%s: no job control", arguments[0]);
        return 2;
    }
    struct job *job = job_find(count > 1 ? arguments[1] : "%+");
    if (!job)
        return 2;
    if (place == IN_BACKGROUND)
        printf("[%d] %s\n", job->number, job->text);
    else
        printf("%s\n", job->text);
    fflush(stdout);
    return job_continue(job, place);
}

int run_fg(int count, char **arguments, int flags)
{
    (void)flags;
    return continue_job(count, arguments, FOREGROUND);
}

int run_bg(int count, char **arguments, int flags)
{
    (void)flags;
    return continue_job(count, arguments, IN_BACKGROUND);
}

static struct job *find_by_pid(pid_t pid)
{
    for (struct job *job = jobs; job; job = job->next)
        for (int i = 0; i < job->count; i++)
            if (job->processes[i].pid == pid)
                return job;
    return NULL;
}

/* A signal for which there is a trap ends the wait. */
static int wait_for_job(struct job *job)
{
    while (job_state(job) == RUNNING) {
        if (!jobs_update(WAITING_FOR_SIGNALS_TOO))
            break;
        if (trap_is_pending())
            return 128 + trap_is_pending();
    }
    enum state state = job_state(job);
    int status = state == RUNNING ? 127 : job_status(job); /* 127: it is no child of ours any more */
    if (state == DONE && job->number && shell.interactive && !shell.is_child)
        job_print(job, 0); /* before the next prompt it would be gone */
    if (state != STOPPED)
        job_remove(job);
    return status;
}

static int wait_for_all(void)
{
    for (;;) {
        struct job *job = jobs;
        while (job && job_state(job) == STOPPED)
            job = job->next;
        if (!job)
            return 0;
        int status = wait_for_job(job);
        if (trap_is_pending())
            return status;
    }
}

int run_wait(int count, char **arguments, int flags)
{
    (void)flags;
    int status = count > 1 ? 127 : wait_for_all();
    for (int i = 1; i < count; i++) {
        char *end;
        long pid = strtol(arguments[i], &end, 10);
        struct job *job = *arguments[i] == '%' ? job_find(arguments[i]) : find_by_pid(pid);
        if (*arguments[i] != '%' && (*end || end == arguments[i])) {
            complain("wait: Illegal number: %s", arguments[i]);
            return 2;
        }
        status = job ? wait_for_job(job) : 127;
    }
    return status;
}
