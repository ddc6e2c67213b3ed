#include "terminal.h"

#include "shell.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Where prompts go and keys come from. */
#define TERMINAL STDIN_FILENO

static pid_t own_group;
static struct termios settings; /* those that jobs find */

int terminal_claim(void)
{
    /* Started in the background: until somebody brings the shell to the foreground it must wait. */
    pid_t group;
    while ((group = tcgetpgrp(TERMINAL)) >= 0 && group != getpgrp()) {
        signal(SIGTTIN, SIG_DFL);
        kill(0, SIGTTIN);
    }
    if (group < 0)
        return 0;
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    own_group = getpid();
    setpgid(0, own_group); /* fails for the leader of a session, which has its own group already */
    if (getpgrp() != own_group || tcsetpgrp(TERMINAL, own_group) < 0)
        return 0;
    return tcgetattr(TERMINAL, &settings) == 0;
}

void terminal_give(pid_t group)
{
    /* A child that does so is in the background at this moment. */
    sigset_t output, before;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    sigprocmask(SIG_BLOCK, &output, &before);
    tcsetpgrp(TERMINAL, group);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void terminal_take_back(int keeps_settings)
{
    terminal_give(own_group);
    if (keeps_settings)
        tcgetattr(TERMINAL, &settings);
    else
        tcsetattr(TERMINAL, TCSADRAIN, &settings);
}

int terminal_make_raw(void)
{
    struct termios raw;
    if (tcgetattr(TERMINAL, &settings) < 0)
        return 0;
    raw = settings;
    cfmakeraw(&raw);
    raw.c_oflag |= OPOST | ONLCR; /* output as ever */
    raw.c_iflag |= settings.c_iflag & ICRNL; /* so that a line typed ahead is one for the command that reads it, too */
    return tcsetattr(TERMINAL, TCSADRAIN, &raw) == 0;
}

void terminal_restore(void)
{
    tcsetattr(TERMINAL, TCSADRAIN, &settings);
}

int terminal_width(void)
{
    struct winsize size;
    return ioctl(TERMINAL, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}
