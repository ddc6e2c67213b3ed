/* A file in memory: what is stored there is in the file, and words are counted without a read. */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    char name[] = "/tmp/mapped-XXXXXX", text[100] = "";
    int fd = mkstemp(name), words = 0;
    const char *content = "the quick brown fox jumps over the lazy dog\n";
    if (fd < 0 || write(fd, content, strlen(content)) < 0)
        return 1;
    struct stat status;
    fstat(fd, &status);
    char *map = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    for (off_t i = 0; i < status.st_size; i++) {
        words += isalpha((unsigned char)map[i]) && (i == 0 || !isalpha((unsigned char)map[i - 1]));
        if (i == 0 || map[i - 1] == ' ')
            map[i] = (char)toupper((unsigned char)map[i]);
    }
    msync(map, (size_t)status.st_size, MS_SYNC);
    munmap(map, (size_t)status.st_size);
    if (pread(fd, text, sizeof text - 1, 0) < 0)
        return 1;
    printf("%d words\n%s", words, text);
    close(fd);
    unlink(name);
    return 0;
}
