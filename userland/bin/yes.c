/* yes: prints y, or its arguments, again and again */
#include <stdio.h>

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IOFBF, 0);
    for (;;) {
        if (argc == 1)
            fputs("y", stdout);
        for (int i = 1; i < argc; i++)
            printf(i > 1 ? " %s" : "%s", argv[i]);
        if (putchar('\n') == EOF)
            return 1;
    }
}
