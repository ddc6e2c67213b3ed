/* What a seal forbids of a file of memfd_create. */
#include "check.h"
#include <linux/falloc.h>
static int sealed(int seals)
{
    int f = memfd_create("m", MFD_ALLOW_SEALING);
    ftruncate(f, 8192);
    if (seals) CHECK("F_ADD_SEALS", CALL(fcntl(f, F_ADD_SEALS, seals)), 0);
    return f;
}
static long map(int f, int protection, int flags)
{
    void *m = mmap(0, 4096, protection, flags, f, 0);
    return m == MAP_FAILED ? -errno : (long)m;
}
int main(void)
{
    static char bytes[8192];
    int f = memfd_create("m", 0);
    CHECK("without MFD_ALLOW_SEALING", fcntl(f, F_GET_SEALS), F_SEAL_SEAL);
    CHECK("it cannot be sealed", CALL(fcntl(f, F_ADD_SEALS, F_SEAL_WRITE)), -EPERM);
    int p[2];
    pipe(p);
    CHECK("a pipe has none", CALL(fcntl(p[0], F_GET_SEALS)), -EINVAL);
    CHECK("with it", fcntl(f = sealed(0), F_GET_SEALS), 0);
    CHECK("what is no seal", CALL(fcntl(f, F_ADD_SEALS, 0x1000)), -EINVAL);
    f = sealed(F_SEAL_SHRINK);
    CHECK("F_SEAL_SHRINK: shrink", CALL(ftruncate(f, 1)), -EPERM);
    CHECK("F_SEAL_SHRINK: grow", CALL(ftruncate(f, 9000)), 0);
    CHECK("a second seal", CALL(fcntl(f, F_ADD_SEALS, F_SEAL_SEAL)), 0);
    CHECK("both", fcntl(f, F_GET_SEALS), F_SEAL_SHRINK | F_SEAL_SEAL);
    CHECK("no third", CALL(fcntl(f, F_ADD_SEALS, F_SEAL_GROW)), -EPERM);
    f = sealed(F_SEAL_GROW);
    CHECK("F_SEAL_GROW: grow", CALL(ftruncate(f, 9000)), -EPERM);
    CHECK("F_SEAL_GROW: fallocate", CALL(fallocate(f, 0, 8000, 1000)), -EPERM);
    CHECK("F_SEAL_GROW: write within", pwrite(f, bytes, 8192, 0), 8192);
    CHECK("F_SEAL_GROW: write over the end", pwrite(f, bytes, 8192, 4096), 4096);
    CHECK("F_SEAL_GROW: write behind it", CALL(pwrite(f, "x", 1, 8192)), -EPERM);
    CHECK("F_SEAL_GROW: shrink", CALL(ftruncate(f, 1)), 0);
    f = sealed(F_SEAL_WRITE);
    CHECK("F_SEAL_WRITE: write", CALL(write(f, "x", 1)), -EPERM);
    CHECK("F_SEAL_WRITE: hole", CALL(fallocate(f, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096)), -EPERM);
    CHECK("F_SEAL_WRITE: shared and writable", map(f, PROT_READ | PROT_WRITE, MAP_SHARED), -EPERM);
    CHECK("F_SEAL_WRITE: private and writable", map(f, PROT_READ | PROT_WRITE, MAP_PRIVATE) > 0, 1);
    CHECK("F_SEAL_WRITE: grow", CALL(ftruncate(f, 9000)), 0);
    f = sealed(0);
    long m = map(f, PROT_READ | PROT_WRITE, MAP_SHARED);
    CHECK("where stores go through a mapping", CALL(fcntl(f, F_ADD_SEALS, F_SEAL_WRITE)), -EBUSY);
    CHECK("F_SEAL_FUTURE_WRITE does", CALL(fcntl(f, F_ADD_SEALS, F_SEAL_FUTURE_WRITE)), 0);
    *(char *)m = 'y';
    CHECK("F_SEAL_FUTURE_WRITE: write", CALL(write(f, "x", 1)), -EPERM);
    m = map(f, PROT_READ, MAP_SHARED);
    CHECK("what was stored is there", *(char *)m, 'y');
    CHECK("a new mapping cannot come to be writable", CALL(mprotect((void *)m, 4096, PROT_READ | PROT_WRITE)), -EACCES);
    return failures != 0;
}
