/* Children that sleep in a call while a test goes on. To be included before any other header. */
#ifndef SLEEPER_H
#define SLEEPER_H

#include "check.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static int begun[2]; /* a pipe: a sleeper sends a byte just before its call */

/* The state of a process or thread, as the file "stat" in its directory has it behind the name (proc(5)). */
static inline char state_in(const char *directory, int number)
{
    char text[256];
    snprintf(text, sizeof text, "%s/%d/stat", directory, number);
    int fd = open(text, O_RDONLY);
    long size = read(fd, text, sizeof text - 1);
    close(fd);
    CHECK(size > 0);
    text[size > 0 ? size : 0] = 0;
    char *end = strrchr(text, ')');
    return end ? end[2] : 0;
}

/* The state of a process. */
static inline char state_of(pid_t pid)
{
    return state_in("/proc", pid);
}

/* A child that sleeps in a call. */
static inline pid_t start_sleeper(void (*body)(void))
{
    CHECK(pipe(begun) == 0);
    pid_t child = start(body);
    await_byte(begun[0]);
    while (state_of(child) == 'R')
        let_others_run();
    CHECK(state_of(child) == 'S');
    return child;
}

#endif
