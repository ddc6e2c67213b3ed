/* Variables of the environment: set, changed, taken away, and what a child gets of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void show(const char *name)
{
    const char *value = getenv(name);
    printf("%s=%s\n", name, value ? value : "(unset)");
}

int main(void)
{
    clearenv();
    setenv("PATH", "/bin:/usr/bin", 1);
    setenv("FRUIT", "fig", 1);
    setenv("FRUIT", "pear", 0); /* does not overwrite */
    show("FRUIT");
    putenv("COLOUR=red");
    show("COLOUR");
    unsetenv("FRUIT");
    show("FRUIT");
    fflush(stdout);
    if (fork() == 0) {
        execlp("env", "env", (char *)NULL);
        _exit(127);
    }
    wait(NULL);
    return 0;
}
