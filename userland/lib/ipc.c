/* Keys for the objects of System V. */
#include <sys/ipc.h>
#include <sys/stat.h>

/* Eight bits of the project, eight of the device and sixteen of the file, as on Linux: two files may have one key. */
key_t ftok(const char *path, int project)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return -1;
    return (key_t)((project & 0xff) << 24 | (status.st_dev & 0xff) << 16 | (status.st_ino & 0xffff));
}
