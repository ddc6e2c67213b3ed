/* sh: a small shell, as POSIX describes it.
 *
 * A command goes through it like this:
 *
 *     source.c, editor.c    characters, from a file or from a person
 *     lexer.c, constructs.c tokens: words with their quotes, operators
 *     parser.c, compound.c  a tree (tree.h)
 *     execute.c, simple.c   runs the tree; for each simple command
 *     expand.c and others     expands its words to arguments,
 *     redirect.c              opens its files,
 *     jobs.c                  starts its processes and waits for them
 */
#include "builtins.h"
#include "execute.h"
#include "jobs.h"
#include "options.h"
#include "shell.h"
#include "simple.h"
#include "trap.h"
#include "variables.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct shell shell = {.name = "sh"};

static void say(const char *format, va_list arguments)
{
    char text[500];
    vsnprintf(text, sizeof text, format, arguments);
    fflush(stdout);
    if (shell.interactive)
        fprintf(stderr, "%s: %s\n", shell.name, text);
    else
        fprintf(stderr, "%s: %d: %s\n", shell.name, shell.line, text);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    give_up(2);
}

void give_up(int status)
{
    shell.status = status;
    if (!shell.interactive || shell.is_child || !shell.recovery)
        leave(status);
    abandon_commands();
    longjmp(*shell.recovery, 1);
}

void leave(int status)
{
    shell.status = status;
    run_exit_trap();
    exit(shell.status);
}

/* Command after command; an error at the prompt, or ^C, leads back to it. */
static void talk(struct source *source)
{
    jmp_buf recovery;
    int was_warned = 0;
    if (setjmp(recovery))
        source_drop_line(source);
    shell.recovery = &recovery;
    for (;;) {
        jobs_report();
        run_source_once(source);
        if (!source->at_end || source->position < source->length)
            was_warned = 0;
        else if (jobs_are_stopped() && !was_warned) {
            fprintf(stderr, "There are stopped jobs.\n");
            source->at_end = 0;
            was_warned = 1;
        } else
            break;
    }
}

/* -c TEXT, a file, or standard input: what the arguments behind the options say. */
static void open_source(struct source *source, int reads_text, int count, char **arguments)
{
    if (reads_text) {
        if (count == 0)
            fail("-c requires an argument");
        source_from_text(source, arguments[0], strlen(arguments[0]), 1);
        if (count > 1)
            shell.name = arguments[1];
        set_arguments(count > 2 ? count - 2 : 0, arguments + 2);
        return;
    }
    int fd = STDIN_FILENO;
    if (count > 0) {
        shell.name = arguments[0];
        int file = open(arguments[0], O_RDONLY);
        if (file < 0) {
            fprintf(stderr, "sh: 0: cannot open %s: %s\n", arguments[0], strerror(errno));
            exit(errno == ENOENT ? 127 : 126);
        }
        fd = fcntl(file, F_DUPFD_CLOEXEC, 10); /* the lower ones are for the script */
        close(file);
    }
    set_arguments(count > 0 ? count - 1 : 0, arguments + 1);
    source_from_file(source, fd, fd == STDIN_FILENO);
}

/* The options of the command line; the number of arguments that they take. */
static int parse_options(int argc, char **argv, int *reads_text, int *reads_input)
{
    int i = 1;
    for (; i < argc && (*argv[i] == '-' || *argv[i] == '+') && argv[i][1]; i++) {
        int is_on = *argv[i] == '-';
        if (strcmp(argv[i], "--") == 0)
            return i + 1;
        for (const char *letter = argv[i] + 1; *letter; letter++) {
            if (*letter == 'c')
                *reads_text = 1;
            else if (*letter == 's')
                *reads_input = 1;
            else if (*letter == 'i')
                shell.interactive = 1;
            else if (*letter == 'o' && i + 1 < argc && option_switch_named(argv[i + 1], is_on))
                i++;
            else if (*letter != 'l' && !option_switch(*letter, is_on))
                fail("Illegal option %c%c", is_on ? '-' : '+', *letter);
        }
    }
    return i + (i < argc && strcmp(argv[i], "-") == 0);
}

static void init_variables(void)
{
    char folder[PATH_MAX];
    variables_import(environ);
    variable_set("IFS", " \t\n"); /* whatever the environment says */
    variable_set("OPTIND", "1");
    if (!variable_get("PATH"))
        variable_set("PATH", "/bin:/usr/bin");
    if (getcwd(folder, sizeof folder))
        variable_set("PWD", folder);
    char number[24];
    snprintf(number, sizeof number, "%d", getppid());
    variable_set("PPID", number);
}

int main(int argc, char *argv[])
{
    int reads_text = 0, reads_input = 0;
    shell.pid = getpid();
    shell.line = 1;
    if (argc > 0)
        shell.name = argv[0];
    init_variables();
    int options = parse_options(argc, argv, &reads_text, &reads_input);
    struct source source;
    shell.line = 0;
    if (!reads_text && (options >= argc || reads_input))
        shell.interactive |= isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    open_source(&source, reads_text, reads_input ? 0 : argc - options, argv + options);
    if (reads_input)
        set_arguments(argc - options, argv + options);
    signals_init();
    if (shell.interactive) {
        source.is_terminal = source.fd == STDIN_FILENO;
        option_switch('m', 1);
        talk(&source);
    } else {
        run_source(&source);
    }
    leave(shell.status);
}
