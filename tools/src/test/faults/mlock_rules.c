#include "check.h"
#include <sys/resource.h>
#include <errno.h>

/* Kilobytes that are locked, by /proc/self/status. */
static long locked(void)
{
    char line[200];
    long amount = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status))
        sscanf(line, "VmLck: %ld", &amount);
    fclose(status);
    return amount;
}

static char *map(long size, int flags)
{
    return mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static void check_accounting(void)
{
    int status;
    char *p = map(8 * 4096, 0), *q;
    mlock(p + 4096, 4 * 4096);
    CHECK("4 pages are locked", locked(), 16);
    mlock(p, 3 * 4096);
    CHECK("what is locked twice counts once", locked(), 20);
    if (fork() == 0)
        _exit(locked());
    wait(&status);
    CHECK("a child inherits no locks", WEXITSTATUS(status), 0);
    CHECK("msync(MS_INVALIDATE)", CALL(msync(p, 4096, MS_INVALIDATE)), -EBUSY);
    CHECK("MADV_FREE", CALL(madvise(p, 4096, MADV_FREE)), -EINVAL);
    CHECK("MADV_DONTNEED_LOCKED", CALL(madvise(p, 4096, 24)), 0);
    munlock(p + 4096, 4096);
    CHECK("munlock of a page in the midst", locked(), 16);
    CHECK("MADV_DONTNEED of what is not locked", CALL(madvise(p + 4096, 4096, MADV_DONTNEED)), 0);
    munmap(p + 2 * 4096, 4096);
    CHECK("munmap of a locked page", locked(), 12);
    q = mremap(p + 3 * 4096, 2 * 4096, 16 * 4096, MREMAP_MAYMOVE);
    CHECK("mremap takes the lock along, also for what is new", locked(), 4 + 64);
    munmap(q, 16 * 4096);
    munmap(p, 8 * 4096);
    CHECK("all are gone", locked(), 0);
    p = map(4096, MAP_LOCKED);
    CHECK("MAP_LOCKED", locked(), 4);
    CHECK("mlockall(MCL_FUTURE)", CALL(mlockall(MCL_FUTURE)), 0);
    q = map(3 * 4096, 0);
    CHECK("locks what is mapped from then on", locked(), 16);
    CHECK("munlockall", CALL(munlockall()), 0);
    map(4096, 0);
    CHECK("unlocks all", locked(), 0);
    CHECK("mlockall(MCL_CURRENT)", CALL(mlockall(MCL_CURRENT)), 0);
    CHECK("locks all", locked() > 40, 1);
    munlockall();
}

/* Kilobytes that /proc/self/smaps tells of the mapping at an address, by that name. */
static long told(void *address, const char *name)
{
    char line[200], start[40];
    long amount = -1, found = -1;
    int isThere = 0;
    FILE *maps = fopen("/proc/self/smaps", "r");
    size_t length = strlen(name);
    sprintf(start, "%08lx-", (unsigned long)address);
    while (fgets(line, sizeof line, maps)) {
        if (strchr(line, '-') && strchr(line, '-') < strchr(line, ':'))
            isThere = !strncmp(line, start, strlen(start));
        if (isThere && !strncmp(line, name, length) && sscanf(line + length, ": %ld kB", &amount) == 1)
            found = amount;
    }
    fclose(maps);
    return found;
}

static void check_smaps(void)
{
    char *p = mmap((void *)0x20000000, 8 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    p[0] = p[4096] = 1;
    CHECK("smaps: Size", told(p, "Size"), 32);
    CHECK("smaps: Rss", told(p, "Rss"), 8);
    CHECK("smaps: Locked", told(p, "Locked"), 0);
    mlock(p, 3 * 4096);
    CHECK("smaps: Size of the locked part", told(p, "Size"), 12);
    CHECK("smaps: Locked", told(p, "Locked"), 12);
    CHECK("smaps: Rss of the other", told(p + 3 * 4096, "Rss"), 0);
    munmap(p, 8 * 4096);
}

int main(void)
{
    check_smaps();
    check_accounting();
    struct rlimit one = { 4096, 4096 * 4 }, none = { 0, 4096 * 4 };
    char *p = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK("mlock as root", CALL(mlock(p, 4096)), 0);
    CHECK("MADV_DONTNEED of locked memory", CALL(madvise(p, 4096, MADV_DONTNEED)), -EINVAL);
    munlock(p, 4096);
    setrlimit(RLIMIT_MEMLOCK, &one);
    CHECK("mlock as root over the limit", CALL(mlock(p, 8192)), 0);
    munlock(p, 8192);
    seteuid(65534);
    CHECK("mlock of 2 pages, limit 1", CALL(mlock(p, 8192)), -ENOMEM);
    CHECK("mlock of 1 page, limit 1", CALL(mlock(p, 4096)), 0);
    CHECK("mmap(MAP_LOCKED) over it", CALL((long)mmap(0, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0)), -EAGAIN);
    CHECK("mlockall over it", CALL(mlockall(MCL_CURRENT)), -ENOMEM);
    seteuid(0); setrlimit(RLIMIT_MEMLOCK, &none); seteuid(65534);
    CHECK("mlock, limit 0", CALL(mlock(p, 4096)), -EPERM);
    int f = open("/tmp/mincore", O_CREAT | O_RDWR | O_TRUNC, 0600); char b[4096] = "x"; write(f, b, 4096);
    unsigned char v = 0; char *m = mmap(0, 4096, PROT_READ, MAP_PRIVATE, f, 0);
    mincore(m, 4096, &v);
    CHECK("mincore of a written file's page, not touched here", v & 1, 1);
    char l[200]; int swap = 0, lck = 0; FILE *s = fopen("/proc/self/status", "r");
    while (fgets(l, 200, s)) swap |= !strncmp(l, "VmSwap:", 7), lck |= !strncmp(l, "VmLck:", 6);
    CHECK("VmSwap in /proc/self/status", swap, 1); CHECK("VmLck", lck, 1);
    return failures != 0;
}
