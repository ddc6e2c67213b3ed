/* $(commands), `commands` and $((expression)). */
#include "execute.h"
#include "expand.h"
#include "jobs.h"
#include "lexer.h"
#include "shell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Starts a child whose standard output can be read from the result. In the child the result is -1. */
static int start_captured(pid_t *child)
{
    int ends[2];
    if (pipe(ends) < 0)
        fail("cannot make a pipe: %s", strerror(errno));
    *child = fork_subshell();
    if (*child == 0) {
        close(ends[0]);
        if (ends[1] != STDOUT_FILENO) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[1]);
        }
        return -1;
    }
    close(ends[1]);
    return ends[0];
}

/* All that the child writes, without the newlines at its end. */
static void take_output(struct expansion *expansion, int fd, pid_t child, enum quoting quoting)
{
    struct buffer output = {.arena = &shell.scratch};
    char block[4096];
    ssize_t count;
    while ((count = read(fd, block, sizeof block)) > 0 || (count < 0 && errno == EINTR))
        if (count > 0)
            buffer_add_text(&output, block, count);
    close(fd);
    shell.status = wait_for_subshell(child);
    shell.has_substituted = 1;
    while (output.length > 0 && output.bytes[output.length - 1] == '\n')
        output.length--;
    for (size_t i = 0; i < output.length; i++)
        if (output.bytes[i] != '\0') /* no argument can hold it */
            expansion_add(expansion, output.bytes[i], quoting ? FROM_QUOTES : FROM_EXPANSION);
}

const char *expand_substitution(struct expansion *expansion, const char *text, enum quoting quoting)
{
    struct source source;
    source_from_text(&source, text, strlen(text), shell.line);
    struct program *program = parse_substitution(&source);
    pid_t child;
    int output = start_captured(&child);
    if (output < 0)
        leave(program->tree ? execute(program->tree, LAST) : 0);
    program_drop(program);
    take_output(expansion, output, child, quoting);
    return text + source.position;
}

/* Within backquotes a backslash quotes a backquote, a dollar sign and itself before anything else is looked at. */
const char *expand_backquotes(struct expansion *expansion, const char *text, enum quoting quoting)
{
    size_t length = length_of_backquotes(text);
    struct buffer commands = {.arena = &shell.scratch};
    for (size_t i = 0; i + 1 < length; i++) {
        int is_special = text[i] == '\\' && strchr(quoting == QUOTED ? "$`\\\"" : "$`\\", text[i + 1]);
        buffer_add(&commands, text[i += is_special]);
    }
    pid_t child;
    int output = start_captured(&child);
    if (output < 0) {
        run_text(buffer_end(&commands));
        leave(shell.status);
    }
    take_output(expansion, output, child, quoting);
    return text + length;
}

const char *expand_arithmetic(struct expansion *expansion, const char *text, enum quoting quoting)
{
    size_t length = length_of_arithmetic(text);
    struct expansion expression = {.is_single = 1};
    expansion_next_piece(&expression);
    expand_text(&expression, text, length - 2, QUOTED);
    char number[24];
    snprintf(number, sizeof number, "%ld", evaluate(piece_text(expression.first, 0)));
    expansion_add_value(expansion, number, quoting);
    return text + length;
}
