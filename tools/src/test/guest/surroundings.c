/* Prints its working directory, its environment, and which of its standard streams are terminals. */
#include <stdio.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
    char directory[256];
    printf("%s\n", getcwd(directory, sizeof directory));
    for (char **variable = environ; *variable; variable++)
        printf("%s\n", *variable);
    printf("terminals: %d%d%d\n", isatty(0), isatty(1), isatty(2));
    return 0;
}
