/* What happens when a program exits: handlers, last first, then buffers; none of it after _exit. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void first(void) { printf("registered first\n"); }
static void second(void) { printf("registered second\n"); }

int main(void)
{
    atexit(first);
    atexit(second);
    if (fork() == 0) {
        printf("lost in a buffer\n");
        _exit(0);
    }
    wait(NULL);
    printf("main returns, after its child\n");
    return 0;
}
