/* Redirections of descriptors, for good or for the length of a command. */
#ifndef REDIRECT_H
#define REDIRECT_H

#include "tree.h"

/* What the descriptors were before, innermost command first. */
struct redirection_scope {
    struct moved *moved;
    struct redirection_scope *outer;
};

/* 0, or -1 after a message. The scope, if it is not NULL, remembers what was before;
 * on failure, too, it must be closed. */
int redirect_all(const struct redirect *redirects, struct redirection_scope *scope);
void redirect_close(struct redirection_scope *scope);
void redirect_close_all(void);

/* What the commands of a finished exec have redirected stays so. */
void redirect_keep(struct redirection_scope *scope);

#endif
