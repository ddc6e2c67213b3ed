/* Lists, pipelines and compound commands. */
#include "execute.h"

#include "jobs.h"
#include "lexer.h"
#include "redirect.h"
#include "shell.h"
#include "simple.h"
#include "trap.h"
#include "variables.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEEPEST 3000 /* commands within commands: functions that call themselves */

static int depth;

static int execute_and_or(struct node *node, int flags)
{
    int status = execute(node->first, TESTED);
    if (shell.skip || (status == 0) != (node->kind == AND))
        return status;
    return execute(node->second, flags);
}

static int execute_not(struct node *node)
{
    int status = execute(node->first, TESTED);
    return shell.skip ? status : !status;
}

static int execute_sequence(struct node *node, int flags)
{
    for (; node->kind == SEQUENCE; node = node->second) {
        execute(node->first, flags & TESTED);
        if (shell.skip)
            return shell.status;
    }
    return execute(node, flags);
}

static int execute_pipeline(struct node *node)
{
    struct job *job = job_new(node->text);
    int input = -1;
    for (struct node *stage = node->first; stage; stage = stage->next) {
        int ends[2] = {-1, -1};
        if (stage->next && pipe(ends) < 0)
            fail("cannot make a pipe");
        if (job_fork(job, FOREGROUND) == 0) {
            if (input >= 0) {
                dup2(input, STDIN_FILENO);
                close(input);
            }
            if (stage->next) {
                close(ends[0]);
                dup2(ends[1], STDOUT_FILENO);
                close(ends[1]);
            }
            leave(execute(stage, LAST));
        }
        if (input >= 0)
            close(input);
        if (stage->next)
            close(ends[1]);
        input = ends[0];
    }
    return job_wait(job);
}

static int execute_background(struct node *node)
{
    struct job *job = job_new(node->text);
    pid_t child = job_fork(job, IN_BACKGROUND);
    if (child == 0)
        leave(execute(node->first, LAST));
    shell.last_background = child;
    job_announce(job);
    return 0;
}

static int execute_subshell(struct node *node, int flags)
{
    if (!(flags & LAST) || traps_are_set()) {
        struct job *job = job_new(node->text);
        if (job_fork(job, FOREGROUND) != 0)
            return job_wait(job);
    }
    shell.is_child = 1;
    if (redirect_all(node->redirects, NULL) < 0)
        leave(2);
    leave(execute(node->first, flags | LAST));
}

static int execute_if(struct node *node, int flags)
{
    int condition = execute(node->first, TESTED);
    if (shell.skip)
        return condition;
    if (condition == 0)
        return execute(node->second, flags);
    return node->third ? execute(node->third, flags) : 0;
}

/* After one turn of a loop's body: whether the loop ends. A break or continue may be for a loop further out. */
static int loop_ends(void)
{
    if (shell.skip == SKIP_NOTHING)
        return 0;
    if (shell.skip == SKIP_RETURN)
        return 1;
    if (--shell.skip_count > 0)
        return 1;
    int ends = shell.skip == SKIP_BREAK;
    shell.skip = SKIP_NOTHING;
    return ends;
}

static int execute_while(struct node *node, int flags)
{
    int status = 0;
    shell.loops++;
    for (;;) {
        int condition = execute(node->first, TESTED);
        if (shell.skip) {
            if (loop_ends())
                break;
            continue;
        }
        if ((condition == 0) != (node->kind == WHILE))
            break;
        status = execute(node->second, flags);
        if (loop_ends())
            break;
    }
    shell.loops--;
    return shell.skip == SKIP_RETURN ? shell.status : status;
}

static int execute_for(struct node *node, int flags)
{
    struct fields values = {0};
    if (node->has_list)
        for (struct word *word = node->words; word; word = word->next)
            expand_word(word->text, &values);
    else
        for (int i = 0; i < shell.arguments.count; i++)
            fields_add(&values, arena_copy(&shell.scratch, shell.arguments.values[i],
                                           strlen(shell.arguments.values[i])));
    int status = 0;
    shell.loops++;
    for (size_t i = 0; i < values.count; i++) {
        variable_set(node->name, values.values[i]);
        status = execute(node->first, flags);
        if (loop_ends())
            break;
    }
    shell.loops--;
    return status;
}

static int execute_case(struct node *node, int flags)
{
    const char *value = expand_single(node->words->text);
    for (struct node *item = node->first; item; item = item->next)
        for (struct word *pattern = item->words; pattern; pattern = pattern->next)
            if (fnmatch(expand_pattern(pattern->text), value, 0) == 0)
                return item->first ? execute(item->first, flags) : 0;
    return 0;
}

static int execute_kind(struct node *node, int flags)
{
    switch (node->kind) {
    case SIMPLE: return execute_simple(node, flags);
    case PIPELINE: return execute_pipeline(node);
    case AND:
    case OR: return execute_and_or(node, flags);
    case NOT: return execute_not(node);
    case SEQUENCE: return execute_sequence(node, flags);
    case BACKGROUND: return execute_background(node);
    case SUBSHELL: return execute_subshell(node, flags);
    case GROUP: return execute(node->first, flags);
    case IF: return execute_if(node, flags);
    case WHILE:
    case UNTIL: return execute_while(node, flags & TESTED);
    case FOR: return execute_for(node, flags & TESTED);
    case CASE: return execute_case(node, flags);
    default:
        function_define(node->name, node->first, running_program());
        return 0;
    }
}

static int execute_redirected(struct node *node, int flags)
{
    struct redirection_scope scope;
    int status = redirect_all(node->redirects, &scope) < 0 ? 2 : execute_kind(node, flags & TESTED);
    redirect_close(&scope);
    return status;
}

/* set -e looks at these; of the others it has already looked at a part. */
static int is_checked(enum node_kind kind)
{
    return kind == SIMPLE || kind == PIPELINE || kind == SUBSHELL;
}

int execute(struct node *node, int flags)
{
    if (depth >= DEEPEST)
        fail("too deeply nested");
    depth++;
    struct mark mark = arena_mark(&shell.scratch);
    shell.line = node->line;
    int is_redirected = node->redirects && node->kind != SIMPLE && node->kind != SUBSHELL;
    if (!shell.options[OPTION_NOEXEC] || shell.interactive)
        shell.status = is_redirected ? execute_redirected(node, flags) : execute_kind(node, flags);
    arena_release(&shell.scratch, mark);
    depth--;
    run_traps();
    stop_if_interrupted();
    if (shell.status != 0 && shell.options[OPTION_ERREXIT] && !(flags & TESTED) && is_checked(node->kind)
        && !shell.skip)
        leave(shell.status);
    return shell.status;
}

/* The commands that are being run, innermost first: a text that eval runs lies within another command. */
static struct run {
    struct program *program;
    struct run *outer;
} *innermost;

struct program *running_program(void)
{
    return innermost->program;
}

/* Runs a part of a program, whose use by the caller ends with that. */
void run_program(struct program *program, struct node *tree, int flags)
{
    struct run run = {program, innermost};
    innermost = &run;
    execute(tree, flags);
    innermost = run.outer;
    program_drop(program);
}

int run_source_once(struct source *source)
{
    struct program *program = parse_command(source);
    if (program && program->tree)
        run_program(program, program->tree, 0);
    else if (program)
        program_drop(program);
    return program != NULL;
}

void run_source(struct source *source)
{
    while (!shell.skip && run_source_once(source))
        ;
}

void run_text(const char *text)
{
    struct source source;
    source_from_text(&source, text, strlen(text), shell.line);
    run_source(&source);
}

void abandon_commands(void)
{
    depth = 0;
    for (; innermost; innermost = innermost->outer)
        program_drop(innermost->program);
    abandon_calls();
    redirect_close_all();
    scope_close_all();
    reset_nesting();
    arena_free(&shell.scratch);
    shell.skip = SKIP_NOTHING;
    shell.loops = 0;
}
