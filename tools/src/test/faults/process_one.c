#include "check.h"
#include <sched.h>
#include <sys/resource.h>
#include <pthread.h>
/* Processes that run nothing: number 1 here, and one that has ended and was not waited for. */
static char state(const char *path)
{
    char b[300] = "";
    int f = open(path, O_RDONLY);
    if (f < 0) return 0;
    read(f, b, 299); close(f);
    return strrchr(b, ')')[2];
}
static void *outlive(void *main_thread)
{
    char path[60];
    pthread_join(*(pthread_t *)main_thread, 0);
    snprintf(path, 60, "/proc/%d/stat", getpid());
    CHECK("a first thread that has ended is a zombie", state(path), 'Z');
    snprintf(path, 60, "/proc/%d/task/%d/stat", getpid(), getpid());
    CHECK("and still among the threads", state(path), 'Z');
    CHECK("its priority can be asked for", CALL(getpriority(PRIO_PROCESS, getpid())), 0);
    _exit(failures != 0);
}
int main(void)
{
    struct sched_param p = { 7 }; struct timespec t; cpu_set_t set; void *head; size_t length;
    CHECK("sched_getscheduler(1)", CALL(sched_getscheduler(1)), 0);
    CHECK("sched_getparam(1)", CALL(sched_getparam(1, &p)), 0);
    CHECK("its priority", p.sched_priority, 0);
    CHECK("sched_rr_get_interval(1)", CALL(sched_rr_get_interval(1, &t)), 0);
    CHECK("sched_getaffinity(1)", CALL(sched_getaffinity(1, sizeof set, &set)), 0);
    CHECK("get_robust_list(1)", CALL(syscall(SYS_get_robust_list, 1, &head, &length)), 0);
    CHECK("getpgid(1) is a number", getpgid(1) >= 0, 1);
    CHECK("setpriority(PRIO_PROCESS, 1)", CALL(setpriority(PRIO_PROCESS, 1, -3)), 0);
    CHECK("getpriority(PRIO_PROCESS, 1)", getpriority(PRIO_PROCESS, 1), -3);
    CHECK("setpriority(PRIO_PROCESS, 1) back", CALL(setpriority(PRIO_PROCESS, 1, 0)), 0);
    int ended = fork();
    if (!ended) { setpriority(PRIO_PROCESS, 0, 5); _exit(0); }
    siginfo_t i;
    waitid(P_PID, ended, &i, WEXITED | WNOWAIT);
    CHECK("sched_getscheduler of a zombie", CALL(sched_getscheduler(ended)), 0);
    CHECK("getpriority of a zombie", getpriority(PRIO_PROCESS, ended), 5);
    waitpid(ended, 0, 0);
    CHECK("of who was waited for", CALL(getpriority(PRIO_PROCESS, ended)), -ESRCH);
    static pthread_t first, other;
    first = pthread_self();
    pthread_create(&other, 0, outlive, &first);
    pthread_exit(0);
}
