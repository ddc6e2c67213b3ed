/* fifo_chat: two programs that know nothing of each other but the names of two FIFOs talk
 *
 * Watch for: unlike a pipe a FIFO has a name, so that programs need no common ancestor. Opening waits until there is
 * somebody at the other end; if both opened their reading end first, both would wait for ever. Who reads sees the end
 * when the last writer has closed.
 *
 * Change and try: in the shell, `fifo_chat ann & fifo_chat bob`: two programs then, started one by one; without an
 * argument it makes two processes of itself. Swap the two calls of open in one of them.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define TO_ANN "/tmp/fifo_chat.to_ann"
#define TO_BOB "/tmp/fifo_chat.to_bob"

static const char *const lines_of_ann[] = {"Hello, Bob!", "Is it you?", "Goodbye."};
static const char *const lines_of_bob[] = {"Hello, Ann!", "It is I.", "Goodbye."};

enum { LINES = 3, MOST = 80 };

static void say(int fd, const char *who, const char *line)
{
    printf("%s: %s\n", who, line);
    if (write(fd, line, strlen(line) + 1) < 0)
        perror("write");
}

/* Reads up to the end of a line, or to the end of all. Returns 1 if there was one. */
static int hear(int fd)
{
    char byte;
    while (read(fd, &byte, 1) == 1)
        if (byte == '\0')
            return 1;
    return 0;
}

static int be_ann(void)
{
    int bob = open(TO_BOB, O_WRONLY), me = open(TO_ANN, O_RDONLY), heard = 0;
    for (int i = 0; i < LINES; i++) {
        say(bob, "Ann", lines_of_ann[i]);
        heard += hear(me);
    }
    return heard == LINES ? 0 : 1;
}

static int be_bob(void)
{
    int me = open(TO_BOB, O_RDONLY), ann = open(TO_ANN, O_WRONLY), heard = 0;
    for (int i = 0; hear(me); i++) {
        say(ann, "Bob", lines_of_bob[i % LINES]);
        heard++;
    }
    return heard == LINES ? 0 : 1;
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    mkfifo(TO_ANN, 0600); /* whoever comes first makes them */
    mkfifo(TO_BOB, 0600);
    if (argc > 1)
        return strcmp(argv[1], "ann") == 0 ? be_ann() : be_bob();

    if (fork() == 0)
        _exit(be_ann());
    if (fork() == 0)
        _exit(be_bob());
    int failed = 0, status;
    while (wait(&status) > 0)
        failed |= status;
    unlink(TO_ANN);
    unlink(TO_BOB);
    return failed != 0;
}
