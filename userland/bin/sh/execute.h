/* Running what the parser has built. */
#ifndef EXECUTE_H
#define EXECUTE_H

#include "tree.h"
#include "expand.h"

enum {
    TESTED = 1, /* the result decides something: set -e does not end the shell */
    LAST = 2    /* the process ends afterwards, so that a program may take its place */
};

/* Runs a command; its exit status is the result and in shell.status. */
int execute(struct node *node, int flags);

/* The arguments of a simple command; with_functions is 0 after the word "command". */
int run_arguments(struct fields *arguments, int flags, int with_functions);

/* Replaces the shell by a program; does not return. */
void execute_program(char **arguments) __attribute__((noreturn));

/* One command of the source; 0 if there is none left. */
int run_source_once(struct source *source);

/* Command after command, until the source ends or something is skipped. */
void run_source(struct source *source);
void run_text(const char *text);

/* Where a command is found along PATH; NULL if it is not. The path lies in the scratch memory. */
const char *find_program(const char *name);

/* After an error at the prompt: everything that was under way is over. */
void abandon_commands(void);

#endif
