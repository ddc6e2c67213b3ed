/* Reads a line while its child keeps the hart busy, then ends. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char line[100];
    if (fork() == 0)
        for (;;)
            __asm__ volatile("");
    ssize_t count = read(0, line, sizeof line);
    printf("%d bytes\n", (int)count);
    return 0;
}
