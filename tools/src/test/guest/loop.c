/* Never ends. Before, it writes its first argument, if it has one: to standard error, or with a second one to standard output. */
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc > 1)
        write(argc > 2 ? 1 : 2, argv[1], strlen(argv[1]));
    for (;;)
        __asm__ volatile("");
}
