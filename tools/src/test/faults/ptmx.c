#include "check.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int main(void)
{
    CHECK("mknod of a character device", CALL(mknod("/tmp/null", S_IFCHR | 0666, makedev(1, 3))), 0);
    CHECK("mknod of a block device", CALL(mknod("/tmp/blk", S_IFBLK | 0666, makedev(7, 0))), 0);
    struct stat status;
    CHECK("stat of a block device", CALL(stat("/tmp/blk", &status)), 0);
    CHECK("its type and number", S_ISBLK(status.st_mode) && status.st_rdev == makedev(7, 0), 1);
    CHECK("there is no such block device", CALL(open("/tmp/blk", O_RDONLY)), -ENXIO);
    CHECK("the null device works", CALL(open("/tmp/null", O_WRONLY)), 0);
    CHECK("/dev/ptmx", CALL(open("/dev/ptmx", O_RDWR)), 0);
    CHECK("posix_openpt", CALL(posix_openpt(O_RDWR)), 0);
    return failures != 0;
}
