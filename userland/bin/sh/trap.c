#include "trap.h"

#include "execute.h"
#include "shell.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* By number of the signal; 0 is the end of the shell. NULL: none. Empty: the signal is ignored. */
static char *actions[NSIG];
static volatile sig_atomic_t arrived[NSIG];
static volatile sig_atomic_t last_arrived;
static int is_running; /* a trap's commands: they are not interrupted by others */

static void note(int signal)
{
    arrived[signal] = 1;
    last_arrived = signal;
}

static void dispose(int signal, sighandler_t handler)
{
    struct sigaction action = {.sa_handler = handler}; /* no SA_RESTART: a waiting command shall learn of it */
    sigaction(signal, &action, NULL);
}

static int was_ignored_at_start(int signal)
{
    static char known[NSIG]; /* 1: no, 2: yes */
    if (!known[signal]) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(signal, NULL, &action);
        known[signal] = action.sa_handler == SIG_IGN ? 2 : 1;
    }
    return known[signal] == 2;
}

static const int of_interactive[] = {SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};
#define OF_INTERACTIVE (sizeof of_interactive / sizeof of_interactive[0])

void signals_init(void)
{
    was_ignored_at_start(SIGINT);
    dispose(SIGCHLD, note); /* wakes the command wait */
    if (!shell.interactive)
        return;
    dispose(SIGINT, note);
    for (size_t i = 0; i < OF_INTERACTIVE; i++) {
        was_ignored_at_start(of_interactive[i]);
        dispose(of_interactive[i], SIG_IGN);
    }
}

void reset_signals(void)
{
    for (int signal = 1; signal < NSIG; signal++)
        if (actions[signal] && *actions[signal])
            dispose(signal, SIG_DFL);
    dispose(SIGCHLD, SIG_DFL);
    if (shell.interactive && !actions[SIGINT] && !shell.is_child)
        dispose(SIGINT, SIG_DFL);
}

void forget_traps(void)
{
    for (int signal = 0; signal < NSIG; signal++) {
        arrived[signal] = 0;
        if (!actions[signal] || (signal > 0 && !*actions[signal]))
            continue;
        if (signal > 0 && signal != SIGCHLD)
            dispose(signal, SIG_DFL);
        free(actions[signal]);
        actions[signal] = NULL;
    }
    last_arrived = 0;
    if (!shell.interactive)
        return;
    if (!actions[SIGINT])
        dispose(SIGINT, was_ignored_at_start(SIGINT) ? SIG_IGN : SIG_DFL);
    for (size_t i = 0; i < OF_INTERACTIVE; i++)
        if (!actions[of_interactive[i]] && !was_ignored_at_start(of_interactive[i]))
            dispose(of_interactive[i], SIG_DFL);
}

int traps_are_set(void)
{
    for (int signal = 0; signal < NSIG; signal++)
        if (actions[signal] && *actions[signal])
            return 1;
    return 0;
}

static int has_action(int signal)
{
    return actions[signal] && *actions[signal];
}

int trap_is_pending(void)
{
    for (int signal = 1; last_arrived && signal < NSIG; signal++)
        if (arrived[signal] && (has_action(signal) || signal == SIGINT))
            return signal;
    return 0;
}

/* The commands of a trap do not change $?. */
static void run_action(int signal)
{
    char *commands = copy_text(actions[signal]); /* the trap may replace itself */
    int status = shell.status;
    enum skip skip = shell.skip;
    shell.skip = SKIP_NOTHING;
    is_running = 1;
    run_text(commands);
    is_running = 0;
    if (shell.skip == SKIP_NOTHING) {
        shell.skip = skip;
        shell.status = status;
    }
    free(commands);
}

void run_traps(void)
{
    if (!last_arrived || is_running)
        return;
    last_arrived = 0;
    for (int signal = 1; signal < NSIG; signal++) {
        if (!arrived[signal] || (signal == SIGINT && !has_action(signal)))
            continue;
        arrived[signal] = 0;
        if (has_action(signal))
            run_action(signal);
    }
}

void run_exit_trap(void)
{
    char *commands = actions[0];
    actions[0] = NULL;
    is_running = 0;
    if (commands && *commands) {
        int status = shell.status;
        shell.skip = SKIP_NOTHING;
        run_text(commands);
        shell.status = status;
    }
}

void stop_if_interrupted(void)
{
    if (!arrived[SIGINT] || has_action(SIGINT))
        return;
    arrived[SIGINT] = 0;
    fprintf(stderr, "\n");
    give_up(128 + SIGINT);
}

int signal_number(const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);
    if (*name >= '0' && *name <= '9')
        return *end || number >= NSIG ? -1 : number;
    if (strcasecmp(name, "EXIT") == 0)
        return 0;
    if (strncasecmp(name, "SIG", 3) == 0)
        name += 3;
    for (int signal = 1; signal < NSIG; signal++)
        if (sigabbrev_np(signal) && strcasecmp(sigabbrev_np(signal), name) == 0)
            return signal;
    return -1;
}

/* NULL: the signal does again what it did when the shell was started. */
static void set_action(int signal, const char *action)
{
    if (signal > 0 && !shell.interactive && was_ignored_at_start(signal))
        return; /* whoever started the shell wants it so */
    char *copy = action ? copy_text(action) : NULL;
    free(actions[signal]);
    actions[signal] = copy;
    if (signal == 0 || signal == SIGCHLD)
        return;
    if (action)
        dispose(signal, *action ? note : SIG_IGN);
    else
        dispose(signal, shell.interactive && signal == SIGINT ? note : SIG_DFL);
}

static void print_actions(void)
{
    for (int signal = 0; signal < NSIG; signal++) {
        if (!actions[signal])
            continue;
        printf("trap -- '");
        for (const char *c = actions[signal]; *c; c++)
            printf(*c == '\'' ? "'\\''" : "%c", *c);
        const char *name = signal ? sigabbrev_np(signal) : "EXIT";
        printf("' %s\n", name ? name : "?");
    }
}

int run_trap(int count, char **arguments, int flags)
{
    (void)flags;
    int first = 1 + (count > 1 && strcmp(arguments[1], "--") == 0);
    if (first >= count) {
        print_actions();
        return 0;
    }
    /* A number in place of the commands: all of these go back to their defaults. */
    const char *action = arguments[first];
    if (count - first == 1 || (*action >= '0' && *action <= '9'))
        action = NULL;
    else
        first++;
    if (action && strcmp(action, "-") == 0)
        action = NULL;
    for (; first < count; first++) {
        int signal = signal_number(arguments[first]);
        if (signal < 0) {
            complain("trap: %s: bad trap", arguments[first]);
            return 1;
        }
        set_action(signal, action);
    }
    return 0;
}
