#include "check.h"
static void w(const char *p, const char *v)
{
    char b[64] = "", t[100]; int f = open(p, O_RDWR);
    snprintf(t, 100, "%s opens for writing", p);
    CHECK(t, f < 0 ? -errno : 0, 0);
    if (f < 0) return;
    long n = read(f, b, 63); b[n > 0 ? n : 0] = 0;
    if (v) { snprintf(t, 100, "%s: write %s", p, v); CHECK(t, CALL(write(f, v, strlen(v))), 0); }
    else { snprintf(t, 100, "%s: write back %.*s", p, (int)strcspn(b, "\n"), b); CHECK(t, CALL(write(f, b, n)), 0); }
    close(f);
}
static void refuse(const char *p, const char *v)
{
    char t[100]; int f = open(p, O_WRONLY);
    snprintf(t, 100, "%s refuses %s", p, v);
    CHECK(t, CALL(write(f, v, strlen(v))), -EINVAL);
    close(f);
}
int main(void)
{
    CHECK("/proc/sys/kernel/tainted", CALL(open("/proc/sys/kernel/tainted", O_RDONLY)), 0);
    w("/proc/sys/fs/pipe-max-size", 0); w("/proc/sys/fs/pipe-max-size", "65536"); w("/proc/sys/fs/pipe-max-size", "1048576");
    w("/proc/sys/kernel/pid_max", "32768"); w("/proc/sys/fs/lease-break-time", "10");
    w("/proc/sys/kernel/msgmni", 0); w("/proc/sys/kernel/shmmax", 0); w("/proc/sys/kernel/sem", 0); w("/proc/sys/kernel/shmmni", 0);
    w("/proc/sys/kernel/core_pattern", "core"); w("/proc/sys/fs/protected_hardlinks", "1"); w("/proc/sys/fs/mqueue/queues_max", 0);
    w("/proc/sys/kernel/threads-max", 0); w("/proc/sys/fs/file-max", 0); w("/proc/sys/fs/nr_open", 0); w("/proc/sys/vm/overcommit_memory", 0);
    w("/proc/sys/kernel/printk", 0); w("/proc/sys/kernel/ngroups_max", 0); w("/proc/sys/vm/max_map_count", 0); w("/proc/sys/kernel/randomize_va_space", 0);
    w("/proc/sys/kernel/sched_rr_timeslice_ms", 0); w("/proc/sys/kernel/sched_rt_runtime_us", 0);
    int fds[2];
    pipe(fds);
    w("/proc/sys/fs/pipe-max-size", "65536");
    CHECK("F_SETPIPE_SZ beyond pipe-max-size", CALL(fcntl(fds[0], F_SETPIPE_SZ, 1 << 20)), -EPERM);
    w("/proc/sys/fs/pipe-max-size", "1048576");
    CHECK("F_SETPIPE_SZ within it", CALL(fcntl(fds[0], F_SETPIPE_SZ, 1 << 20)), 0);
    refuse("/proc/sys/fs/pipe-max-size", "abc"); refuse("/proc/sys/fs/pipe-max-size", "-1"); refuse("/proc/sys/fs/pipe-max-size", "1 2");
    refuse("/proc/sys/vm/overcommit_memory", "7"); refuse("/proc/sys/kernel/pid_max", "x"); refuse("/proc/sys/kernel/sem", "a b c d");
    return failures != 0;
}
