/* echo: prints its arguments; -n leaves out the newline */
#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
    int ends_line = !(argc > 1 && strcmp(argv[1], "-n") == 0);
    for (int i = 2 - ends_line; i < argc; i++)
        printf("%s%s", argv[i], i + 1 < argc ? " " : "");
    if (ends_line)
        printf("\n");
    return 0;
}
