/* Commands that the shell itself carries out. */
#ifndef BUILTINS_H
#define BUILTINS_H

struct builtin {
    const char *name;
    int (*run)(int count, char **arguments, int flags); /* the arguments with the name, and NULL at the end */
    int is_special; /* found before functions; assignments before it stay */
    const char *summary;
};

const struct builtin *builtin_find(const char *name);

/* By index, for completion; NULL behind the last. */
const struct builtin *builtin_at(int index);

/* Whether its arguments are assignments. */
int builtin_declares(const char *name);

/* A number that is not negative; -1 after a message. */
int parse_count(const char *command, const char *text);

int run_break(int count, char **arguments, int flags);
int run_continue(int count, char **arguments, int flags);
int run_return(int count, char **arguments, int flags);
int run_exit(int count, char **arguments, int flags);
int run_eval(int count, char **arguments, int flags);
int run_exec(int count, char **arguments, int flags);
int run_dot(int count, char **arguments, int flags);
int run_command(int count, char **arguments, int flags);
int run_type(int count, char **arguments, int flags);

int run_set(int count, char **arguments, int flags);
int run_shift(int count, char **arguments, int flags);
int run_export(int count, char **arguments, int flags);
int run_readonly(int count, char **arguments, int flags);
int run_local(int count, char **arguments, int flags);
int run_unset(int count, char **arguments, int flags);
int run_read(int count, char **arguments, int flags);
int run_getopts(int count, char **arguments, int flags);

int run_cd(int count, char **arguments, int flags);
int run_pwd(int count, char **arguments, int flags);
int run_umask(int count, char **arguments, int flags);
int run_kill(int count, char **arguments, int flags);
int run_times(int count, char **arguments, int flags);

int run_echo(int count, char **arguments, int flags);
int run_printf(int count, char **arguments, int flags);
int run_test(int count, char **arguments, int flags);

#endif
