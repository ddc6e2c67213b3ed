#include "check.h"
#include <sys/resource.h>
#define PAGE 4096
static char *pages(int n) { return mmap(0, n * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }
static void touch(char *p, int n) { for (int i = 0; i < n; i++) p[i * PAGE] = 1; }
static struct rusage usage(int who) { struct rusage u; getrusage(who, &u); return u; }
static int within(long value, long low, long high) { return value >= low && value <= high; }
static long stat_field(int number)
{
    char text[1024] = "";
    int f = open("/proc/self/stat", O_RDONLY);
    read(f, text, sizeof text - 1);
    close(f);
    char *at = strrchr(text, ')') + 2; /* field 3 */
    for (int i = 3; i < number; i++) at = strchr(at, ' ') + 1;
    return atol(at);
}
int main(void)
{
    char *p = pages(3000);
    madvise(p, 3000 * PAGE, MADV_NOHUGEPAGE);
    struct rusage before = usage(RUSAGE_SELF);
    CHECK("a program has used memory", within(before.ru_maxrss, 1, 100000) && before.ru_minflt > 0, 1);
    touch(p, 3000);
    struct rusage after = usage(RUSAGE_SELF);
    CHECK("each page that is touched is a fault", within(after.ru_minflt - before.ru_minflt, 3000, 3100), 1);
    CHECK("none of them needs to be read, but perhaps the code", within(after.ru_majflt - before.ru_majflt, 0, 5), 1);
    CHECK("the most memory in use has grown", within(after.ru_maxrss - before.ru_maxrss, 11000, 13000), 1);
    munmap(p, 3000 * PAGE);
    CHECK("and stays what it was", usage(RUSAGE_SELF).ru_maxrss >= after.ru_maxrss, 1);
    p = pages(100);
    madvise(p, 100 * PAGE, MADV_NOHUGEPAGE);
    before = usage(RUSAGE_SELF);
    read(open("/dev/zero", O_RDONLY), p, 100 * PAGE);
    CHECK("a read faults as well", within(usage(RUSAGE_SELF).ru_minflt - before.ru_minflt, 100, 120), 1);
    CHECK("no children yet", usage(RUSAGE_CHILDREN).ru_maxrss + usage(RUSAGE_CHILDREN).ru_minflt, 0);
    before = usage(RUSAGE_SELF);
    int status;
    struct rusage child;
    if (!fork()) {
        p = pages(6000);
        madvise(p, 6000 * PAGE, MADV_NOHUGEPAGE);
        touch(p, 6000);
        _exit(within(usage(RUSAGE_SELF).ru_minflt, 6000, 6500));
    }
    wait4(-1, &status, 0, &child);
    CHECK("a child begins with no faults", WEXITSTATUS(status), 1);
    CHECK("wait4 tells of the child's faults", within(child.ru_minflt, 6000, 6500), 1);
    CHECK("and of its memory", within(child.ru_maxrss, 24000, 40000), 1);
    CHECK("so does getrusage", usage(RUSAGE_CHILDREN).ru_minflt == child.ru_minflt && usage(RUSAGE_CHILDREN).ru_maxrss == child.ru_maxrss, 1);
    CHECK("the parent's own stays", within(usage(RUSAGE_SELF).ru_minflt - before.ru_minflt, 0, 100), 1);
    CHECK("/proc/self/stat tells the faults", within(stat_field(10) - usage(RUSAGE_SELF).ru_minflt, -20, 20), 1);
    CHECK("and the children's", stat_field(11), child.ru_minflt);
    return failures != 0;
}
