/* What all parts of the shell share: its state, and how it fails. */
#ifndef SHELL_H
#define SHELL_H

#include "arena.h"

#include <setjmp.h>
#include <sys/types.h>

/* Why commands are passed over: a break, continue or return is on its way to where it belongs. */
enum skip { SKIP_NOTHING, SKIP_BREAK, SKIP_CONTINUE, SKIP_RETURN };

/* The options of the command set. */
enum { OPTION_ALLEXPORT, OPTION_NOCLOBBER, OPTION_ERREXIT, OPTION_NOGLOB, OPTION_NOEXEC, OPTION_MONITOR,
       OPTION_NOUNSET, OPTION_VERBOSE, OPTION_XTRACE, OPTION_COUNT };

/* The positional parameters: $0 is elsewhere, $1 is values[0]. */
struct arguments {
    int count;
    char **values;
    void *memory; /* that they lie in, if the command set has set them */
};

struct shell {
    const char *name;           /* $0 */
    int interactive;            /* a person types */
    int is_child;               /* a subshell: an error ends it, and jobs are not its own */
    int status;                 /* $? */
    int has_substituted;        /* a command substitution has set the status since this was cleared */
    int line;                   /* of the command that runs */
    pid_t pid;                  /* $$, also in a subshell */
    pid_t last_background;      /* $!, 0 at first */
    struct arguments arguments; /* $1, $2 … */
    char options[OPTION_COUNT];
    enum skip skip;
    int skip_count;             /* how many loops a break or continue still has to leave */
    int loops;                  /* that the function that runs is in */
    struct arena scratch;       /* what expansions produce: given back after each command */
    jmp_buf *recovery;          /* where to go on after an error at the prompt */
};

extern struct shell shell;

/* Says what is wrong: "sh: 3: what". */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, and gives up the command: a script ends with status 2, a person gets the next prompt. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Back to the prompt, or out. */
void give_up(int status) __attribute__((noreturn));

/* The end of the shell, after the trap for it. */
void leave(int status) __attribute__((noreturn));

#endif
