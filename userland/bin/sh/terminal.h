/* The terminal that the shell shares with its jobs. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <sys/types.h>

/* Puts the shell into a process group of its own, in the foreground. 0 if there is no such terminal. */
int terminal_claim(void);

/* To whom the keyboard belongs. */
void terminal_give(pid_t group);

/* Back from a job; one that has ended orderly may have changed the settings on purpose. */
void terminal_take_back(int keeps_settings);

/* For the line editor: each key as it is pressed. */
int terminal_make_raw(void);
void terminal_restore(void);
int terminal_width(void);

#endif
