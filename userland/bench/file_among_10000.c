/* file_among_10000: N times creates a file and removes it, in a folder of 10,000 others */
#ifndef FILES
#define FILES 10000
#define LAST "f10000"
#endif
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void create(int number)
{
    char name[16];
    snprintf(name, sizeof name, "f%d", number);
    int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0644);
    if (file < 0)
        exit(1);
    close(file);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    if (mkdir("/tmp/files", 0755) != 0 || chdir("/tmp/files") != 0)
        return 1;
    for (int i = 0; i < FILES; i++)
        create(i);
    for (long i = 0; i < n; i++) {
        create(FILES);
        if (unlink(LAST) != 0)
            return 1;
    }
    return 0;
}
