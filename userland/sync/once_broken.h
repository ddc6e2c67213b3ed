/* "Once" with mistakes, for the tools that find them. */
#ifndef SYNC_ONCE_BROKEN_H
#define SYNC_ONCE_BROKEN_H

struct once_broken {
    int done;
};

/* Notes too late that it is done: two may do it. */
void once_late_do(struct once_broken *once, void (*action)(void *), void *argument);

/* Notes too early that it is done: another may go on before it is. */
void once_early_do(struct once_broken *once, void (*action)(void *), void *argument);

#endif
