/* cat: prints files, or standard input, one after the other */
#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* 0 if all of it could be copied. */
static int copy(int from, const char *name)
{
    static char buffer[65536];
    ssize_t count;
    while ((count = read(from, buffer, sizeof buffer)) > 0)
        for (ssize_t done = 0, written; done < count; done += written)
            if ((written = write(STDOUT_FILENO, buffer + done, count - done)) < 0)
                err(1, "write error");
    if (count < 0)
        warn("%s", name);
    return count < 0;
}

int main(int argc, char *argv[])
{
    int failed = 0;
    if (argc == 1)
        failed = copy(STDIN_FILENO, "standard input");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-") == 0) {
            failed |= copy(STDIN_FILENO, "standard input");
            continue;
        }
        int fd = open(argv[i], O_RDONLY);
        if (fd < 0) {
            warn("%s", argv[i]);
            failed = 1;
            continue;
        }
        failed |= copy(fd, argv[i]);
        close(fd);
    }
    return failed;
}
