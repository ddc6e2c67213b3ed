#include "redirect.h"

#include "expand.h"
#include "jobs.h"
#include "shell.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Scripts use the descriptors below for themselves. */
#define FIRST_OF_THE_SHELL 10

struct moved {
    int fd;
    int copy; /* -1: it was closed */
    struct moved *next;
};

static struct redirection_scope *innermost;

static int remember(struct redirection_scope *scope, int fd)
{
    for (struct moved *moved = scope->moved; moved; moved = moved->next)
        if (moved->fd == fd)
            return 0;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OF_THE_SHELL);
    if (copy < 0 && errno != EBADF)
        return -1;
    struct moved *moved = must(malloc(sizeof *moved));
    moved->fd = fd;
    moved->copy = copy;
    moved->next = scope->moved;
    scope->moved = moved;
    return 0;
}

static int open_output(const char *path, enum redirection kind)
{
    struct stat status;
    if (kind == OUTPUT_FILE && shell.options[OPTION_NOCLOBBER]) {
        if (stat(path, &status) < 0)
            return open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
        if (S_ISREG(status.st_mode)) {
            errno = EEXIST;
            return -1;
        }
    }
    return open(path, O_WRONLY | O_CREAT | (kind == APPENDED_FILE ? O_APPEND : O_TRUNC), 0666);
}

/* A short document fits into a pipe; a long one needs somebody who writes it. */
static int open_document(const struct redirect *redirect)
{
    int ends[2];
    const char *body = redirect->is_literal ? redirect->body : expand_document(redirect->body);
    size_t length = strlen(body);
    if (pipe(ends) < 0)
        return -1;
    if (length <= PIPE_BUF) {
        write(ends[1], body, length);
    } else if (fork_subshell() == 0) {
        close(ends[0]);
        for (ssize_t count; length > 0 && (count = write(ends[1], body, length)) > 0; body += count)
            length -= count;
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static int open_target(const struct redirect *redirect, const char *target)
{
    switch (redirect->kind) {
    case INPUT_FILE: return open(target, O_RDONLY);
    case READ_WRITE_FILE: return open(target, O_RDWR | O_CREAT, 0666);
    default: return open_output(target, redirect->kind);
    }
}

static int put_in_place(int from, int fd)
{
    if (from == fd)
        return 0;
    int result = dup2(from, fd);
    close(from);
    return result < 0 ? -1 : 0;
}

/* n>&m, n>&- */
static int duplicate(const struct redirect *redirect, const char *target)
{
    if (strcmp(target, "-") == 0) {
        close(redirect->fd);
        return 0;
    }
    char *end;
    long from = strtol(target, &end, 10);
    if (!isdigit((unsigned char)*target) || *end || from > INT_MAX) {
        complain("%s: bad fd number", target);
        return -1;
    }
    if (dup2(from, redirect->fd) >= 0)
        return 0;
    complain("%s: %s", target, strerror(errno));
    return -1;
}

static int apply(const struct redirect *redirect)
{
    if (redirect->kind == HERE_DOCUMENT) {
        int fd = open_document(redirect);
        if (fd >= 0 && put_in_place(fd, redirect->fd) == 0)
            return 0;
        complain("here-document: %s", strerror(errno));
        return -1;
    }
    const char *target = expand_single(redirect->target);
    if (redirect->kind == DUPLICATE)
        return duplicate(redirect, target);
    int fd = open_target(redirect, target);
    if (fd >= 0 && put_in_place(fd, redirect->fd) == 0)
        return 0;
    int creates = redirect->kind != INPUT_FILE;
    complain("cannot %s %s: %s", creates ? "create" : "open", target, strerror(errno));
    return -1;
}

int redirect_all(const struct redirect *redirects, struct redirection_scope *scope)
{
    if (scope) {
        scope->moved = NULL;
        scope->outer = innermost;
        innermost = scope;
    }
    for (; redirects; redirects = redirects->next) {
        if (scope && remember(scope, redirects->fd) < 0) {
            complain("%d: %s", redirects->fd, strerror(errno));
            return -1;
        }
        if (apply(redirects) < 0)
            return -1;
    }
    return 0;
}

static void end(struct redirection_scope *scope, int goes_back)
{
    while (scope->moved) {
        struct moved *moved = scope->moved;
        scope->moved = moved->next;
        if (goes_back && moved->copy < 0)
            close(moved->fd);
        else if (goes_back)
            dup2(moved->copy, moved->fd);
        if (moved->copy >= 0)
            close(moved->copy);
        free(moved);
    }
    innermost = scope->outer;
}

void redirect_close(struct redirection_scope *scope)
{
    end(scope, 1);
}

void redirect_keep(struct redirection_scope *scope)
{
    end(scope, 0);
}

void redirect_close_all(void)
{
    while (innermost)
        redirect_close(innermost);
}
