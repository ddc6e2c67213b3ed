#include "simple.h"

#include "builtins.h"
#include "execute.h"
#include "jobs.h"
#include "lexer.h"
#include "redirect.h"
#include "shell.h"
#include "trap.h"
#include "variables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A function call in progress, and what it hides. */
static struct call {
    struct arguments arguments;
    int loops;
    struct call *outer;
} *innermost;

void set_arguments(int count, char **values)
{
    size_t size = count * sizeof *values;
    for (int i = 0; i < count; i++)
        size += strlen(values[i]) + 1;
    char **copies = must(malloc(size + 1));
    char *text = (char *)(copies + count);
    for (int i = 0; i < count; i++) {
        copies[i] = text;
        text = stpcpy(text, values[i]) + 1;
    }
    free(shell.arguments.memory);
    shell.arguments = (struct arguments){count, copies, copies};
}

static void end_call(void)
{
    free(shell.arguments.memory);
    shell.arguments = innermost->arguments;
    shell.loops = innermost->loops;
    innermost = innermost->outer;
}

void abandon_calls(void)
{
    while (innermost)
        end_call();
}

/* The function's program stays in use while it runs, even if it redefines itself. */
static int call_function(struct function *function, struct fields *arguments, int flags)
{
    struct call call = {shell.arguments, shell.loops, innermost};
    innermost = &call;
    shell.arguments = (struct arguments){arguments->count - 1, arguments->values + 1, NULL};
    shell.loops = 0;
    struct scope scope;
    scope_open(&scope);
    program_keep(function->program);
    run_program(function->program, function->body, flags & TESTED);
    scope_close();
    end_call();
    if (shell.skip == SKIP_RETURN)
        shell.skip = SKIP_NOTHING;
    return shell.status;
}

static int is_executable(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

const char *find_program(const char *name)
{
    if (strchr(name, '/'))
        return is_executable(name) ? name : NULL;
    const char *folder = variable_get("PATH");
    while (folder) {
        size_t length = strcspn(folder, ":");
        struct buffer path = {.arena = &shell.scratch};
        buffer_add_text(&path, folder, length);
        if (length > 0)
            buffer_add(&path, '/');
        buffer_add_text(&path, name, strlen(name));
        if (is_executable(buffer_end(&path)))
            return path.bytes;
        folder = folder[length] ? folder + length + 1 : NULL;
    }
    return NULL;
}

/* A file that the kernel does not know how to run is taken for a script. */
static void run_as_script(const char *path, char **arguments, char **environment)
{
    struct fields words = {0};
    fields_add(&words, "sh");
    fields_add(&words, (char *)path);
    while (*++arguments)
        fields_add(&words, *arguments);
    execve("/bin/sh", words.values, environment);
}

void execute_program(char **arguments)
{
    char **environment = variables_environment();
    const char *path = strchr(arguments[0], '/') ? arguments[0] : find_program(arguments[0]);
    if (!path) {
        complain("%s: not found", arguments[0]);
        leave(127);
    }
    reset_signals();
    execve(path, arguments, environment);
    if (errno == ENOEXEC)
        run_as_script(path, arguments, environment);
    int error = errno;
    complain("%s: %s", arguments[0], error == ENOENT ? "not found" : strerror(error));
    _exit(error == ENOENT || error == ENOTDIR ? 127 : 126);
}

static int run_program_file(struct fields *arguments, int flags)
{
    if ((flags & LAST) && !traps_are_set())
        execute_program(arguments->values);
    struct job *job = job_new(NULL);
    job_name(job, arguments->values);
    if (job_fork(job, FOREGROUND) == 0)
        execute_program(arguments->values);
    return job_wait(job);
}

int run_arguments(struct fields *arguments, int flags, int with_functions)
{
    const char *name = arguments->values[0];
    const struct builtin *builtin = builtin_find(name);
    struct function *function = with_functions && !(builtin && builtin->is_special) ? function_find(name) : NULL;
    if (function)
        return call_function(function, arguments, flags);
    if (!builtin)
        return run_program_file(arguments, flags);
    int status = builtin->run(arguments->count, arguments->values, flags);
    fflush(stdout);
    clearerr(stdout);
    return status;
}

static int is_assignment(const char *word)
{
    size_t length = 0;
    while (is_name_part(word[length]))
        length++;
    return is_name_start(*word) && word[length] == '=';
}

/* The arguments of export and its like are assignments, too: their values are not split. */
static void expand_arguments(struct node *node, struct fields *arguments)
{
    int declares = 0;
    for (struct word *word = node->words; word; word = word->next) {
        if (declares && is_assignment(word->text))
            fields_add(arguments, expand_assignment(word->text));
        else
            expand_word(word->text, arguments);
        if (word == node->words && arguments->count > 0)
            declares = builtin_declares(arguments->values[0]);
    }
}

static void trace(struct fields *assignments, struct fields *arguments)
{
    if (!shell.options[OPTION_XTRACE])
        return;
    const char *prompt = variable_get("PS4");
    fprintf(stderr, "%s", prompt ? expand_single(prompt) : "+ ");
    const char *separator = "";
    for (size_t i = 0; i < assignments->count; i++, separator = " ")
        fprintf(stderr, "%s%s", separator, assignments->values[i]);
    for (size_t i = 0; i < arguments->count; i++, separator = " ")
        fprintf(stderr, "%s%s", separator, arguments->values[i]);
    fprintf(stderr, "\n");
}

static void assign_all(struct fields *assignments, int for_the_command)
{
    for (size_t i = 0; i < assignments->count; i++) {
        char *assignment = assignments->values[i];
        char *name = arena_copy(&shell.scratch, assignment, strcspn(assignment, "="));
        if (for_the_command)
            scope_hide(name);
        variable_assign(assignment);
        if (for_the_command)
            variable_find(name)->is_exported = 1;
    }
}

/* No command: the redirections are made and undone, the assignments stay. */
static int execute_assignments(struct node *node, struct fields *assignments)
{
    struct redirection_scope scope;
    int failed = redirect_all(node->redirects, &scope) < 0;
    redirect_close(&scope);
    if (failed)
        return 2;
    assign_all(assignments, 0);
    return shell.has_substituted ? shell.status : 0;
}

/* A program gets a process of its own, in which nothing has to be undone. */
static int execute_in_child(struct node *node, struct fields *assignments, struct fields *arguments, int flags)
{
    if (!(flags & LAST) || traps_are_set()) {
        struct job *job = job_new(node->text);
        if (job_fork(job, FOREGROUND) != 0)
            return job_wait(job);
    }
    struct scope scope;
    scope_open(&scope);
    if (redirect_all(node->redirects, NULL) < 0)
        leave(2);
    assign_all(assignments, 1);
    execute_program(arguments->values);
}

static int execute_in_shell(struct node *node, struct fields *assignments, struct fields *arguments, int flags)
{
    const struct builtin *builtin = builtin_find(arguments->values[0]);
    int is_special = builtin && builtin->is_special;
    int keeps_redirections = is_special && strcmp(builtin->name, "exec") == 0;
    int is_scope = assignments->count > 0 && !is_special; /* else local would work on this one */
    struct redirection_scope redirections;
    if (redirect_all(node->redirects, &redirections) < 0) {
        redirect_close(&redirections);
        if (is_special)
            give_up(2);
        return 2;
    }
    struct scope scope;
    if (is_scope)
        scope_open(&scope);
    assign_all(assignments, is_scope);
    if (keeps_redirections)
        redirect_keep(&redirections);
    int status = run_arguments(arguments, flags & ~LAST, 1);
    if (is_scope)
        scope_close();
    if (!keeps_redirections)
        redirect_close(&redirections);
    return status;
}

int execute_simple(struct node *node, int flags)
{
    struct fields assignments = {0}, arguments = {0};
    shell.has_substituted = 0;
    expand_arguments(node, &arguments);
    for (struct word *word = node->assignments; word; word = word->next)
        fields_add(&assignments, expand_assignment(word->text));
    trace(&assignments, &arguments);
    if (arguments.count == 0)
        return execute_assignments(node, &assignments);
    if (builtin_find(arguments.values[0]) || function_find(arguments.values[0]))
        return execute_in_shell(node, &assignments, &arguments, flags);
    return execute_in_child(node, &assignments, &arguments, flags);
}
