/* Signals: what commands want to be done about them, and what the shell itself does. */
#ifndef TRAP_H
#define TRAP_H

/* Handlers and dispositions at the start. */
void signals_init(void);

/* A child that is about to become a program has the dispositions that the shell was given. */
void reset_signals(void);

/* In a subshell traps are off, but ignored signals stay ignored. */
void forget_traps(void);
int traps_are_set(void);

/* The number of a signal that has arrived and has a trap, or of the interrupt at the prompt; 0 if there is none. */
int trap_is_pending(void);

/* Between two commands. */
void run_traps(void);
void run_exit_trap(void);
void stop_if_interrupted(void);

int run_trap(int count, char **arguments, int flags);

/* The number of "INT", "SIGINT", "2" or "EXIT"; -1 if there is none such. */
int signal_number(const char *name);

#endif
