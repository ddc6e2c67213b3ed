#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

int sched_yield(void)
{
    return syscall(SYS_sched_yield);
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)
{
    return syscall(SYS_sched_setscheduler, pid, policy, param);
}

int sched_getscheduler(pid_t pid)
{
    return syscall(SYS_sched_getscheduler, pid);
}

int sched_setparam(pid_t pid, const struct sched_param *param)
{
    return syscall(SYS_sched_setparam, pid, param);
}

int sched_getparam(pid_t pid, struct sched_param *param)
{
    return syscall(SYS_sched_getparam, pid, param);
}

int sched_get_priority_min(int policy)
{
    return syscall(SYS_sched_get_priority_min, policy);
}

int sched_get_priority_max(int policy)
{
    return syscall(SYS_sched_get_priority_max, policy);
}

int sched_rr_get_interval(pid_t pid, struct timespec *interval)
{
    return syscall(SYS_sched_rr_get_interval, pid, interval);
}
