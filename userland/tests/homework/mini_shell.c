/* A shell of sixty lines: words, |, > and <, and the statuses of what it runs. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void redirect(const char *file, int flags, int to)
{
    int fd = open(file, flags, 0644);
    if (fd < 0) {
        perror(file);
        _exit(1);
    }
    dup2(fd, to);
    close(fd);
}

static void execute(char *command)
{
    char *words[16], *save;
    int count = 0;
    for (char *word = strtok_r(command, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        if (strcmp(word, ">") == 0)
            redirect(strtok_r(NULL, " ", &save), O_WRONLY | O_CREAT | O_TRUNC, 1);
        else if (strcmp(word, "<") == 0)
            redirect(strtok_r(NULL, " ", &save), O_RDONLY, 0);
        else
            words[count++] = word;
    }
    words[count] = NULL;
    execvp(words[0], words);
    _exit(127);
}

static int run(const char *text)
{
    char *line = strdup(text), *save;
    int in = 0, status = 0;
    for (char *command = strtok_r(line, "|", &save), *next; command; command = next) {
        int ends[2] = {0, 1};
        next = strtok_r(NULL, "|", &save);
        if (next && pipe(ends) != 0)
            exit(1);
        if (fork() == 0) {
            if (in != 0)
                dup2(in, 0);
            if (next)
                dup2(ends[1], 1);
            execute(command);
        }
        if (in != 0)
            close(in);
        if (next)
            close(ends[1]);
        in = ends[0];
    }
    for (int one; wait(&one) > 0;)
        status |= WEXITSTATUS(one);
    free(line);
    return status;
}

int main(void)
{
    const char *lines[] = {"echo hello", "echo shout | tr a-z A-Z", "echo c b a > /tmp/mini-shell.txt",
                           "tr a-c x-z < /tmp/mini-shell.txt | cat", "false", "no-such-command", "rm /tmp/mini-shell.txt"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        printf("$ %s\n", lines[i]);
        fflush(stdout);
        printf("[%d]\n", run(lines[i]));
    }
    return 0;
}
