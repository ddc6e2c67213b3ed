/* Something that is to be done once, whoever comes first, and before anybody goes on. */
#ifndef SYNC_ONCE_H
#define SYNC_ONCE_H

struct once {
    int state; /* 0 not begun, 1 being done, 2 being done and perhaps somebody waits, 3 done */
};

/* Calls action(argument) unless that has been done; waits while another task does it. */
void once_do(struct once *once, void (*action)(void *), void *argument);

#endif
