/* Runs itself again: by its own name, then by /proc/self/exe. */
#include <foal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    printf("%s %s\n", argv[0], argc > 1 ? argv[1] : "first");
    fflush(stdout);
    if (argc == 1)
        execv(argv[0], (char *[]){argv[0], "second", NULL});
    else if (strcmp(argv[1], "second") == 0)
        execv("/proc/self/exe", (char *[]){argv[0], "third", NULL});
    return argc > 1 && strcmp(argv[1], "third") == 0 ? 0 : 1;
}
