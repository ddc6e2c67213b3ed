/* Simple commands: builtins, functions and programs. */
#ifndef SIMPLE_H
#define SIMPLE_H

#include "tree.h"

int execute_simple(struct node *node, int flags);

/* $1, $2 … : copies, from now on. */
void set_arguments(int count, char **values);

/* After an error at the prompt no function is running any longer. */
void abandon_calls(void);

/* For functions: their body is part of the program that is running when they are defined. */
struct program *running_program(void);
void run_program(struct program *program, struct node *tree, int flags);

#endif
