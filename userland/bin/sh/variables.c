#include "variables.h"

#include "lexer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 64

static struct variable *table[BUCKETS];

static struct variable **bucket(const char *name, size_t length)
{
    unsigned int hash = 0;
    for (size_t i = 0; i < length; i++)
        hash = hash * 31 + (unsigned char)name[i];
    return &table[hash % BUCKETS];
}

static struct variable *find(const char *name, size_t length)
{
    for (struct variable *variable = *bucket(name, length); variable; variable = variable->next)
        if (strncmp(variable->name, name, length) == 0 && variable->name[length] == '\0')
            return variable;
    return NULL;
}

struct variable *variable_find(const char *name)
{
    return find(name, strlen(name));
}

const char *variable_get(const char *name)
{
    if (strcmp(name, "LINENO") == 0) {
        static char line[12];
        snprintf(line, sizeof line, "%d", shell.line);
        return line;
    }
    struct variable *variable = variable_find(name);
    return variable ? variable->value : NULL;
}

static struct variable *declare(const char *name, size_t length)
{
    struct variable *variable = find(name, length);
    if (variable)
        return variable;
    variable = must(calloc(1, sizeof *variable));
    variable->name = must(strndup(name, length));
    struct variable **first = bucket(name, length);
    variable->next = *first;
    return *first = variable;
}

struct variable *variable_declare(const char *name)
{
    return declare(name, strlen(name));
}

static void set(const char *name, size_t length, const char *value)
{
    struct variable *variable = declare(name, length);
    if (variable->is_readonly)
        fail("%s: is read only", variable->name);
    char *copy = copy_text(value); /* before the old value is freed: it may be part of that */
    free(variable->value);
    variable->value = copy;
    variable->is_exported |= shell.options[OPTION_ALLEXPORT];
}

void variable_set(const char *name, const char *value)
{
    set(name, strlen(name), value);
}

void variable_assign(const char *assignment)
{
    size_t length = strcspn(assignment, "=");
    set(assignment, length, assignment + length + 1);
}

static void forget(struct variable *variable)
{
    struct variable **link = bucket(variable->name, strlen(variable->name));
    while (*link != variable)
        link = &(*link)->next;
    *link = variable->next;
    free(variable->name);
    free(variable->value);
    free(variable);
}

void variable_unset(const char *name)
{
    struct variable *variable = variable_find(name);
    if (!variable)
        return;
    if (variable->is_readonly)
        fail("%s: is read only", name);
    forget(variable);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(struct variable *const *)a)->name, (*(struct variable *const *)b)->name);
}

struct variable **variables_sorted(void)
{
    size_t count = 0;
    for (int i = 0; i < BUCKETS; i++)
        for (struct variable *variable = table[i]; variable; variable = variable->next)
            count++;
    struct variable **all = arena_get(&shell.scratch, (count + 1) * sizeof *all);
    count = 0;
    for (int i = 0; i < BUCKETS; i++)
        for (struct variable *variable = table[i]; variable; variable = variable->next)
            all[count++] = variable;
    qsort(all, count, sizeof *all, compare_names);
    all[count] = NULL;
    return all;
}

char **variables_environment(void)
{
    struct variable **all = variables_sorted();
    size_t count = 0;
    while (all[count])
        count++;
    char **environment = arena_get(&shell.scratch, (count + 1) * sizeof *environment);
    size_t exported = 0;
    for (size_t i = 0; i < count; i++) {
        if (!all[i]->is_exported || !all[i]->value)
            continue;
        struct buffer text = {.arena = &shell.scratch};
        buffer_add_text(&text, all[i]->name, strlen(all[i]->name));
        buffer_add(&text, '=');
        buffer_add_text(&text, all[i]->value, strlen(all[i]->value));
        environment[exported++] = buffer_end(&text);
    }
    environment[exported] = NULL;
    return environment;
}

/* What is no proper name stays out: no command could refer to it. */
void variables_import(char **environment)
{
    for (; *environment; environment++) {
        size_t length = 0;
        while (is_name_part((*environment)[length]))
            length++;
        if (is_name_start(**environment) && (*environment)[length] == '=') {
            variable_assign(*environment);
            find(*environment, length)->is_exported = 1;
        }
    }
}

struct hidden {
    struct variable was; /* its value NULL and its name owned; not exported: there was none */
    int existed;
    struct hidden *next;
};

static struct scope *innermost;

void scope_open(struct scope *scope)
{
    scope->hidden = NULL;
    scope->outer = innermost;
    innermost = scope;
}

int scope_of_function(void)
{
    return innermost != NULL;
}

int scope_hide(const char *name)
{
    if (!innermost)
        return 0;
    for (struct hidden *hidden = innermost->hidden; hidden; hidden = hidden->next)
        if (strcmp(hidden->was.name, name) == 0)
            return 1;
    struct hidden *hidden = must(calloc(1, sizeof *hidden));
    struct variable *variable = variable_find(name);
    hidden->was.name = copy_text(name);
    if (variable) {
        hidden->existed = 1;
        hidden->was.value = variable->value ? copy_text(variable->value) : NULL;
        hidden->was.is_exported = variable->is_exported;
        hidden->was.is_readonly = variable->is_readonly;
    }
    hidden->next = innermost->hidden;
    innermost->hidden = hidden;
    return 1;
}

static void restore(const struct hidden *hidden)
{
    struct variable *variable = variable_declare(hidden->was.name);
    if (!hidden->existed) {
        forget(variable);
        return;
    }
    free(variable->value);
    variable->value = hidden->was.value;
    variable->is_exported = hidden->was.is_exported;
    variable->is_readonly = hidden->was.is_readonly;
}

void scope_close(void)
{
    while (innermost->hidden) {
        struct hidden *hidden = innermost->hidden;
        innermost->hidden = hidden->next;
        restore(hidden);
        free(hidden->was.name);
        free(hidden);
    }
    innermost = innermost->outer;
}

void scope_close_all(void)
{
    while (innermost)
        scope_close();
}

struct function *functions;

struct function *function_find(const char *name)
{
    struct function *function = functions;
    while (function && strcmp(function->name, name) != 0)
        function = function->next;
    return function;
}

int function_unset(const char *name)
{
    for (struct function **link = &functions; *link; link = &(*link)->next) {
        struct function *function = *link;
        if (strcmp(function->name, name) == 0) {
            *link = function->next;
            program_drop(function->program);
            free(function->name);
            free(function);
            return 1;
        }
    }
    return 0;
}

void function_define(const char *name, struct node *body, struct program *program)
{
    program_keep(program);
    function_unset(name);
    struct function *function = must(malloc(sizeof *function));
    function->name = copy_text(name);
    function->body = body;
    function->program = program;
    function->next = functions;
    functions = function;
}
