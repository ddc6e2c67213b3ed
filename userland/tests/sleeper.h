/* Children that sleep in a call while a test goes on. To be included before any other header. */
#ifndef SLEEPER_H
#define SLEEPER_H

#include "check.h"

static int begun[2]; /* a pipe: a sleeper sends a byte just before its call */

/* A child that sleeps in a call, as far as that can be known. */
static inline pid_t start_sleeper(void (*body)(void))
{
    CHECK(pipe(begun) == 0);
    pid_t child = start(body);
    await_byte(begun[0]);
    for (int i = 0; i < 10; i++)
        let_others_run();
    if (on_qemu())
        usleep(50000); /* there, other processors run it */
    return child;
}

#endif
