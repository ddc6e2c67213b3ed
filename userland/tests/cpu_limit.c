/* The limit on a process's CPU time. It takes some. */
#include "check.h"
#include <sys/resource.h>

enum { CPU = 0 };

static int *warnings;

static void note(int signal)
{
    (void)signal;
    ++*warnings;
}

static void a_signal_warns_at_the_soft_limit_and_another_kills_at_the_hard_one(void)
{
    struct rlimit limit = {1, 2};
    warnings = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGXCPU, note);
        setrlimit(CPU, &limit);
        for (;;)
            ;
    }
    CHECK(death_signal(child) == SIGKILL);
    CHECK(*warnings == 1);
}

int main(void)
{
    RUN(a_signal_warns_at_the_soft_limit_and_another_kills_at_the_hard_one);
    return finish();
}
