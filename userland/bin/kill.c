/* kill: sends a signal (-TERM) to processes; -l lists the signals */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int signal_number(const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);
    if (*name && !*end)
        return number;
    if (strncasecmp(name, "SIG", 3) == 0)
        name += 3;
    for (int signal = 1; signal < NSIG; signal++)
        if (sigabbrev_np(signal) && strcasecmp(sigabbrev_np(signal), name) == 0)
            return signal;
    errx(1, "invalid signal '%s'", name);
}

int main(int argc, char *argv[])
{
    int signal = SIGTERM, failed = 0, i = 1;
    if (argc > 1 && strcmp(argv[1], "-l") == 0) {
        for (signal = 1; signal < NSIG; signal++)
            if (sigabbrev_np(signal))
                printf("%2d %s\n", signal, sigabbrev_np(signal));
        return 0;
    }
    if (argc > 2 && strcmp(argv[1], "-s") == 0) {
        signal = signal_number(argv[2]);
        i = 3;
    } else if (argc > 1 && argv[1][0] == '-' && strcmp(argv[1], "--") != 0) {
        signal = signal_number(argv[1] + 1);
        i = 2;
    }
    i += i < argc && strcmp(argv[i], "--") == 0;
    if (i >= argc)
        errx(2, "usage: kill [-SIGNAL] PID...");
    for (; i < argc; i++) {
        char *end;
        long pid = strtol(argv[i], &end, 10);
        if (end == argv[i] || *end)
            errx(1, "'%s' is no process id", argv[i]);
        if (kill(pid, signal) < 0) {
            warn("%ld", pid);
            failed = 1;
        }
    }
    return failed;
}
