/* system runs a line of the shell and tells how it ended. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

int main(void)
{
    printf("a shell: %s\n", system(NULL) ? "yes" : "no");
    fflush(stdout);
    int status = system("echo from the shell; exit 5");
    printf("exited with %d\n", WEXITSTATUS(status));
    setenv("FRUIT", "fig", 1);
    fflush(stdout);
    status = system("echo $FRUIT; test $FRUIT = pear");
    printf("exited with %d\n", WEXITSTATUS(status));
    status = system("no-such-command 2> /dev/null");
    printf("exited with %d\n", WEXITSTATUS(status));
    return 0;
}
