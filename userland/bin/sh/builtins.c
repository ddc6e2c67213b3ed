#include "builtins.h"

#include "history.h"
#include "jobs.h"
#include "shell.h"
#include "trap.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_true(int count, char **arguments, int flags)
{
    (void)count, (void)arguments, (void)flags;
    return 0;
}

static int run_false(int count, char **arguments, int flags)
{
    (void)count, (void)arguments, (void)flags;
    return 1;
}

static int run_help(int count, char **arguments, int flags);

static const struct builtin builtins[] = {
    {".", run_dot, 1, "FILE: run the commands of a file in this shell"},
    {":", run_true, 1, "do nothing"},
    {"[", run_test, 0, "EXPRESSION ]: the same as test"},
    {"bg", run_bg, 0, "[%JOB]: let a stopped job run in the background"},
    {"break", run_break, 1, "[N]: leave a loop"},
    {"cd", run_cd, 0, "[FOLDER]: change the working folder"},
    {"command", run_command, 0, "[-v] COMMAND [ARGUMENT...]: run a command that is no function"},
    {"continue", run_continue, 1, "[N]: begin the next turn of a loop"},
    {"echo", run_echo, 0, "[-n] [WORD...]: print the words"},
    {"eval", run_eval, 1, "[WORD...]: run the words as a command"},
    {"exec", run_exec, 1, "[PROGRAM [ARGUMENT...]]: become a program, or keep redirections"},
    {"exit", run_exit, 1, "[STATUS]: leave the shell"},
    {"export", run_export, 1, "[NAME[=VALUE]...]: pass variables on to programs"},
    {"false", run_false, 0, "fail"},
    {"fg", run_fg, 0, "[%JOB]: bring a job to the foreground"},
    {"getopts", run_getopts, 0, "OPTIONS NAME [WORD...]: take options apart"},
    {"help", run_help, 0, "list these commands"},
    {"history", run_history, 0, "list the lines typed before"},
    {"jobs", run_jobs, 0, "[-l|-p]: list the jobs"},
    {"kill", run_kill, 0, "[-SIGNAL] PID|%JOB...: send a signal; kill -l lists them"},
    {"local", run_local, 1, "NAME[=VALUE]...: variables that end with the function"},
    {"printf", run_printf, 0, "FORMAT [WORD...]: print the words in a format"},
    {"pwd", run_pwd, 0, "print the working folder"},
    {"read", run_read, 0, "[-r] [-p PROMPT] NAME...: read a line into variables"},
    {"readonly", run_readonly, 1, "[NAME[=VALUE]...]: variables that do not change any more"},
    {"return", run_return, 1, "[STATUS]: leave a function"},
    {"set", run_set, 1, "[-abCefmnuvx] [-o NAME] [--] [WORD...]: switch options, set $1 $2 ..."},
    {"shift", run_shift, 1, "[N]: drop $1"},
    {"test", run_test, 0, "EXPRESSION: compare texts and numbers, look at files"},
    {"times", run_times, 1, "print the processor time used"},
    {"trap", run_trap, 1, "[COMMANDS SIGNAL...]: what to do when a signal arrives"},
    {"true", run_true, 0, "succeed"},
    {"type", run_type, 0, "NAME...: say what a command is"},
    {"umask", run_umask, 0, "[MODE]: the permissions that new files do not get"},
    {"unset", run_unset, 1, "[-f] NAME...: forget variables or functions"},
    {"wait", run_wait, 0, "[PID|%JOB...]: wait for background jobs"},
};

#define COUNT ((int)(sizeof builtins / sizeof builtins[0]))

const struct builtin *builtin_at(int index)
{
    return index < COUNT ? &builtins[index] : NULL;
}

const struct builtin *builtin_find(const char *name)
{
    for (int i = 0; i < COUNT; i++)
        if (strcmp(builtins[i].name, name) == 0)
            return &builtins[i];
    return NULL;
}

int builtin_declares(const char *name)
{
    return strcmp(name, "export") == 0 || strcmp(name, "readonly") == 0 || strcmp(name, "local") == 0;
}

int parse_count(const char *command, const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (isdigit((unsigned char)*text) && !*end && number <= INT_MAX)
        return number;
    complain("%s: Illegal number: %s", command, text);
    return -1;
}

static int run_help(int count, char **arguments, int flags)
{
    (void)count, (void)arguments, (void)flags;
    for (int i = 0; i < COUNT; i++)
        printf("%-9s %s\n", builtins[i].name, builtins[i].summary);
    printf("The other commands are programs: ls /bin lists them.\n");
    return 0;
}
