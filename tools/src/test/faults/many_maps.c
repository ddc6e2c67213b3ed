#include "check.h"
#define MOST 70000 /* more than vm.max_map_count lets there be: 65,530 with those of the program itself */
static char *maps[MOST];
static int count;
static void map_many(int fd)
{
    for (count = 0; count < MOST; count++) { /* neighbours differ, so that none are joined */
        int protection = fd >= 0 || count % 2 ? PROT_READ : PROT_READ | PROT_WRITE;
        maps[count] = mmap(0, 1024, protection, fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
        if (maps[count] == MAP_FAILED) break;
    }
}
int main(void)
{
    int fd = open("/tmp/m", O_CREAT | O_RDWR, 0600);
    ftruncate(fd, 8192);
    map_many(fd);
    CHECK("one mapping of a file too many", errno, ENOMEM);
    CHECK("as many mappings of a file as there may be", count > 65000 && count < 65530, 1);
    int failed = 0;
    for (int i = 0; i < count; i++) failed += munmap(maps[i], 4096) != 0;
    CHECK("unmapped, in the order in which they came", failed, 0);
    map_many(-1);
    CHECK("one anonymous mapping too many", errno, ENOMEM);
    CHECK("as many anonymous ones", count > 65000 && count < 65530, 1);
    pid_t child = fork();
    int status;
    if (!child) { *maps[0] = 1; _exit(*maps[0] + *maps[count - 1]); }
    wait(&status);
    CHECK("a child has them too", WIFEXITED(status) && WEXITSTATUS(status) == 1, 1);
    char *middle = maps[count / 2], *next = maps[count / 2 - 1];
    munmap(middle, 4096);
    CHECK("a hole in their midst is found", mmap(0, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == middle, 1);
    munmap(middle, 4096);
    CHECK("two holes are one", munmap(next, 4096), 0);
    CHECK("that holds what is as wide", mmap(0, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == middle, 1);
    failed = 0;
    for (int i = count - 1; i >= 0; i--) failed += munmap(maps[i], 4096) != 0;
    CHECK("unmapped, in the other order", failed, 0);
    return failures != 0;
}
