/* forktree: grows a tree of processes that count themselves
 *
 * Watch for: every process waits for its children and adds up what they report, in the eight bits of an exit status;
 * so the count travels from the leaves to the root. Fork copies no memory: it shares all pages and copies one only
 * when somebody writes to it. `foal strace forktree` shows which waits had to sleep and which found a zombie.
 *
 * Change and try: the depth (`foal boot forktree 6`, 7 is the most that fits in eight bits); a process that does not
 * wait for its children: who does then?
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 2

/* Counts the processes of the tree below and including this one. Only the process that called first returns. */
static int grow(int depth)
{
    if (depth == 0)
        return 1;
    for (int i = 0; i < CHILDREN; i++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            exit(255);
        }
        if (child == 0)
            _exit(grow(depth - 1));
    }
    int count = 1;
    for (int i = 0; i < CHILDREN; i++) {
        int status;
        wait(&status);
        if (WIFEXITED(status))
            count += WEXITSTATUS(status);
    }
    return count;
}

int main(int argc, char *argv[])
{
    int depth = argc > 1 ? atoi(argv[1]) : 4;
    if (depth < 0 || depth > 7) {
        fprintf(stderr, "the depth must be 0 to 7\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);

    int expected = (1 << (depth + 1)) - 1;
    int count = grow(depth);
    printf("a tree of depth %d has %d processes\n", depth, count);
    return count == expected ? 0 : 1;
}
