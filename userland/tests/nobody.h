/* To do something as a user without rights. */
#ifndef NOBODY_H
#define NOBODY_H

#include "check.h"
#include <sys/syscall.h>

#define NOBODY 65534

/* Runs a function in a child that is such a user. */
static inline void as_nobody(void (*body)(void))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        failures = 0;
        if (syscall(SYS_setgid, NOBODY) != 0 || syscall(SYS_setuid, NOBODY) != 0)
            _exit(SKIPPED);
        body();
        fflush(stdout);
        _exit(failures != 0);
    }
    int status = exit_status(child);
    if (status == SKIPPED)
        skip("only root can become somebody else");
    CHECK(status == 0);
}

#endif
