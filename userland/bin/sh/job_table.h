/* What jobs.c and job_builtins.c share. */
#ifndef JOB_TABLE_H
#define JOB_TABLE_H

#include "jobs.h"

struct process {
    pid_t pid;
    int status; /* as waitpid gives it; -1 as long as it runs */
};

enum state { RUNNING, STOPPED, DONE };

struct job {
    int number;            /* from 1; 0 as long as nobody has to know of it */
    pid_t group;           /* its process group, with job control */
    int count;
    struct process *processes;
    char *text;
    int has_changed;       /* its state, since that was last reported */
    int is_in_background;
    unsigned long used;    /* when it was last stopped or continued: the latest is the current job */
    struct job *next;      /* in the order in which they began */
};

extern struct job *jobs;

enum state job_state(const struct job *job);
int job_status(const struct job *job);
void job_print(struct job *job, int with_pids);
void job_remove(struct job *job);
struct job *job_find(const char *name);
struct job *job_current(int rank); /* 0: the current one, 1: the one before */

/* Learns what has happened to children. 0 if nothing, and there was no waiting for it. */
enum waiting { NO_WAITING, WAITING, WAITING_FOR_SIGNALS_TOO };
int jobs_update(enum waiting waiting);

int job_continue(struct job *job, enum place place);

#endif
