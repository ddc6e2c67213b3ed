/* Copies standard input to standard output, and a summary to standard error. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static char buffer[4096];
    ssize_t count, total = 0;
    while ((count = read(0, buffer, sizeof buffer)) > 0) {
        write(1, buffer, count);
        total += count;
    }
    fprintf(stderr, "%d bytes\n", (int)total);
    return 0;
}
