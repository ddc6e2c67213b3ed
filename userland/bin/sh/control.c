/* Builtins that decide what runs next. */
#include "builtins.h"
#include "execute.h"
#include "shell.h"
#include "trap.h"
#include "variables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int skip_loops(int count, char **arguments, enum skip skip)
{
    int loops = count > 1 ? parse_count(arguments[0], arguments[1]) : 1;
    if (loops <= 0)
        give_up(2);
    if (shell.loops > 0) {
        shell.skip = skip;
        shell.skip_count = loops < shell.loops ? loops : shell.loops;
    }
    return 0;
}

int run_break(int count, char **arguments, int flags)
{
    (void)flags;
    return skip_loops(count, arguments, SKIP_BREAK);
}

int run_continue(int count, char **arguments, int flags)
{
    (void)flags;
    return skip_loops(count, arguments, SKIP_CONTINUE);
}

int run_return(int count, char **arguments, int flags)
{
    (void)flags;
    int status = count > 1 ? parse_count(arguments[0], arguments[1]) : shell.status;
    if (status < 0)
        give_up(2);
    shell.skip = SKIP_RETURN;
    return status;
}

int run_exit(int count, char **arguments, int flags)
{
    (void)flags;
    int status = count > 1 ? parse_count(arguments[0], arguments[1]) : shell.status;
    if (status < 0)
        give_up(2);
    leave(status & 0xff);
}

int run_eval(int count, char **arguments, int flags)
{
    (void)flags;
    struct buffer text = {.arena = &shell.scratch};
    for (int i = 1; i < count; i++) {
        buffer_add_text(&text, arguments[i], strlen(arguments[i]));
        buffer_add(&text, ' ');
    }
    int before = shell.status;
    shell.status = 0; /* if there is no command in the text */
    for (const char *c = buffer_end(&text); *c; c++) {
        if (!strchr(" \t\n", *c)) {
            shell.status = before;
            break;
        }
    }
    run_text(buffer_end(&text));
    return shell.status;
}

int run_exec(int count, char **arguments, int flags)
{
    (void)flags;
    if (count == 1)
        return 0;
    execute_program(arguments + 1);
}

/* A name without a slash is looked for along PATH; the file need not be executable. */
static int open_script(const char *name)
{
    if (strchr(name, '/'))
        return open(name, O_RDONLY | O_CLOEXEC);
    const char *folder = variable_get("PATH");
    while (folder) {
        size_t length = strcspn(folder, ":");
        struct buffer path = {.arena = &shell.scratch};
        buffer_add_text(&path, folder, length);
        if (length > 0)
            buffer_add(&path, '/');
        buffer_add_text(&path, name, strlen(name));
        int fd = open(buffer_end(&path), O_RDONLY | O_CLOEXEC);
        if (fd >= 0)
            return fd;
        folder = folder[length] ? folder + length + 1 : NULL;
    }
    errno = ENOENT;
    return -1;
}

int run_dot(int count, char **arguments, int flags)
{
    (void)flags;
    if (count < 2)
        return 2;
    int fd = open_script(arguments[1]);
    if (fd < 0)
        fail(".: cannot open %s: %s", arguments[1], strerror(errno));
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 10); /* out of the way of the file's own redirections */
    close(fd);
    struct source source;
    source_from_file(&source, moved, 0);
    shell.status = 0;
    run_source(&source);
    source_close(&source);
    if (shell.skip == SKIP_RETURN)
        shell.skip = SKIP_NOTHING;
    return shell.status;
}

/* What a name stands for, in the words of command -v, or of type. */
static int describe(const char *name, int in_words)
{
    const struct builtin *builtin = builtin_find(name);
    const char *path;
    const char *text = name;
    if (builtin && builtin->is_special)
        text = in_words ? " is a special shell builtin" : name;
    else if (function_find(name))
        text = in_words ? " is a shell function" : name;
    else if (builtin)
        text = in_words ? " is a shell builtin" : name;
    else if ((path = find_program(name)))
        return printf(in_words ? "%s is %s\n" : "%.0s%s\n", name, path) < 0;
    else
        return in_words ? printf("%s: not found\n", name), 127 : 127;
    printf(in_words ? "%s%s\n" : "%.0s%s\n", name, text);
    return 0;
}

int run_type(int count, char **arguments, int flags)
{
    (void)flags;
    int status = 0;
    for (int i = 1; i < count; i++)
        status |= describe(arguments[i], 1);
    return status;
}

int run_command(int count, char **arguments, int flags)
{
    if (count > 2 && (strcmp(arguments[1], "-v") == 0 || strcmp(arguments[1], "-V") == 0))
        return describe(arguments[2], arguments[1][1] == 'V');
    int first = 1 + (count > 1 && strcmp(arguments[1], "--") == 0);
    if (first >= count)
        return 0;
    struct fields rest = {arguments + first, count - first, 0};
    return run_arguments(&rest, flags, 0);
}
