#include "check.h"
#include <linux/sched.h>
static int try(const char *what, unsigned long flags)
{
    struct clone_args a = { .flags = flags, .exit_signal = SIGCHLD };
    long p = syscall(SYS_clone3, &a, sizeof a);
    if (p == 0) _exit(7);
    int st = 0;
    if (p > 0) waitpid(p, &st, 0);
    char t[60];
    snprintf(t, 60, "clone3 %s", what);
    CHECK(t, p > 0 ? WEXITSTATUS(st) : -errno, 7);
    p = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (p == 0) _exit(7);
    if (p > 0) waitpid(p, &st, 0);
    snprintf(t, 60, "clone %s", what);
    CHECK(t, p > 0 ? WEXITSTATUS(st) : -errno, 7);
    return 0;
}
static int child(void *a) { return 7; }
int main(void)
{
    try("alone", 0); try("FS", CLONE_FS); try("FILES", CLONE_FILES); try("FS|FILES", CLONE_FS | CLONE_FILES);
    try("PARENT_SETTID", 0); try("SYSVSEM", CLONE_SYSVSEM);
    static char stack[65536];
    long p = clone(child, stack + sizeof stack, CLONE_VM | SIGCHLD, 0); int st = 0;
    if (p > 0) waitpid(p, &st, 0);
    CHECK("clone VM, without VFORK or THREAD", p > 0 ? WEXITSTATUS(st) : -errno, 7);
    p = clone(child, stack + sizeof stack, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD, 0);
    if (p > 0) waitpid(p, &st, 0);
    CHECK("clone VM|FS|FILES|SIGHAND", p > 0 ? WEXITSTATUS(st) : -errno, 7);
    /* There are no namespaces: as on a kernel that was built without them. */
    CHECK("clone NEWUTS", CALL(syscall(SYS_clone, CLONE_NEWUTS | SIGCHLD, 0, 0, 0, 0)), -EINVAL);
    return failures != 0;
}
