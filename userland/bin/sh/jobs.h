/* Processes that the shell has started, grouped into jobs: what one command line consists of. */
#ifndef JOBS_H
#define JOBS_H

#include <sys/types.h>

enum place { FOREGROUND, IN_BACKGROUND };

/* A new job, to be filled by job_fork. The text is what was typed. */
struct job *job_new(const char *text);
void job_name(struct job *job, char **arguments);

/* Starts a process of the job; 0 in the child, which is a subshell with signals as it needs them. */
pid_t job_fork(struct job *job, enum place place);

/* A child that is no job: of a command substitution, of a here-document. */
pid_t fork_subshell(void);
int wait_for_subshell(pid_t child);

/* Waits for a job in the foreground, until all its processes have ended or stopped; its exit status. */
int job_wait(struct job *job);
void job_announce(struct job *job);

/* Job control: each job has a process group, and the terminal belongs to one of them. 0 if the terminal has none. */
int jobs_control(int is_on);

/* Before a prompt: what has ended or stopped meanwhile. */
void jobs_report(void);
int jobs_are_stopped(void);

/* The process group of "%n", "%+", "%text"; -1 after a message. */
pid_t jobs_group(const char *name);

int run_jobs(int count, char **arguments, int flags);
int run_fg(int count, char **arguments, int flags);
int run_bg(int count, char **arguments, int flags);
int run_wait(int count, char **arguments, int flags);

#endif
