// foal: --mem 64M
#include "check.h"

/* proc_pid_oom_score_adj(5): who dies when memory runs out is not always who has the most. */

static void adjust_at(int fd, const char *value, long want)
{
    CHECK(value, CALL(write(fd, value, strlen(value))), want);
}

static void adjust(const char *value, long want)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    adjust_at(fd, value, want);
    close(fd);
}

static void touch(long megabytes)
{
    char *memory = mmap(NULL, megabytes << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (long at = 0; at < megabytes << 20; at += 4096)
        memory[at] = 1;
}

int main(void)
{
    int ready[2], status;
    char byte;
    pipe(ready);
    adjust("1001", -EINVAL);
    adjust("nonsense", -EINVAL);
    adjust("500\n", 0);
    pid_t volunteer = fork();
    if (volunteer == 0) {
        adjust("1000", 0);
        touch(8);
        write(ready[1], "", 1);
        pause();
    }
    read(ready[0], &byte, 1);
    if (fork() == 0) {
        int fd = open("/proc/self/oom_score_adj", O_RDWR);
        adjust_at(fd, "0", 0);
        setuid(1000);
        CHECK("who has changed its user is root's", CALL(open("/proc/self/oom_score_adj", O_RDWR)), -EACCES);
        adjust_at(fd, "-1", -EACCES);
        adjust_at(fd, "7", 0);
        adjust_at(fd, "0", 0);
        exit(failures != 0);
    }
    wait(&status);
    CHECK("the rights to adjust", WEXITSTATUS(status), 0);
    adjust("-1000", 0);
    pid_t large = fork();
    if (large == 0) {
        touch(56);
        exit(0);
    }
    CHECK("the volunteer dies first", waitpid(volunteer, &status, 0) == volunteer && WTERMSIG(status) == SIGKILL, 1);
    waitpid(large, &status, 0);
    CHECK("the large one goes on", WIFEXITED(status), 1);
    return failures != 0;
}
