/* tee: copies standard input to standard output and to files; with -a behind what they hold */
#include <err.h>
#include <fcntl.h>
#include <unistd.h>

#define MOST 32

static int write_all(int fd, const char *bytes, ssize_t count)
{
    for (ssize_t done = 0, written; done < count; done += written)
        if ((written = write(fd, bytes + done, count - done)) < 0)
            return 1;
    return 0;
}

int main(int argc, char *argv[])
{
    int appends = 0, failed = 0, outputs[MOST] = {STDOUT_FILENO}, count = 1;
    for (int option; (option = getopt(argc, argv, "a")) != -1; ) {
        if (option == '?')
            return 2;
        appends = 1;
    }
    for (int i = optind; i < argc && count < MOST; i++) {
        outputs[count] = open(argv[i], O_WRONLY | O_CREAT | (appends ? O_APPEND : O_TRUNC), 0666);
        if (outputs[count] < 0) {
            warn("%s", argv[i]);
            failed = 1;
        } else {
            count++;
        }
    }
    static char buffer[65536];
    for (ssize_t got; (got = read(STDIN_FILENO, buffer, sizeof buffer)) > 0; )
        for (int i = 0; i < count; i++)
            failed |= write_all(outputs[i], buffer, got);
    return failed;
}
