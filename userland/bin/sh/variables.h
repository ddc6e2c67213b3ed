/* Variables, functions, and what a function call hides for a while. */
#ifndef VARIABLES_H
#define VARIABLES_H

#include "shell.h"
#include "tree.h"

struct variable {
    char *name;
    char *value; /* NULL: not set, perhaps exported all the same */
    int is_exported;
    int is_readonly;
    struct variable *next;
};

struct variable *variable_find(const char *name); /* NULL if there is none */
const char *variable_get(const char *name);       /* NULL if it is not set */
struct variable *variable_declare(const char *name); /* as it is, or a new one that is not set */
void variable_set(const char *name, const char *value);
void variable_assign(const char *assignment); /* NAME=value */
void variable_unset(const char *name);

/* All variables, sorted by name, in the scratch memory, with NULL at the end. */
struct variable **variables_sorted(void);

/* NAME=value for each exported variable, in the scratch memory. */
char **variables_environment(void);
void variables_import(char **environment);

/* Variables that become what they were before when the scope ends: a function's local ones. */
struct scope {
    struct hidden *hidden;
    struct scope *outer;
};
void scope_open(struct scope *scope);
void scope_close(void);
void scope_close_all(void);
int scope_of_function(void); /* whether there is one */
int scope_hide(const char *name); /* in the innermost scope; 0 if there is none */

struct function {
    char *name;
    struct node *body;
    struct program *program; /* that the body is part of */
    struct function *next;
};

extern struct function *functions;

struct function *function_find(const char *name);
void function_define(const char *name, struct node *body, struct program *program);
int function_unset(const char *name);

#endif
