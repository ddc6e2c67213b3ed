/* free: prints how much memory there is and how much is in use, in KiB, as /proc/meminfo says */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    long total = 0, unused = 0, available = -1;
    char *line = NULL;
    size_t size = 0;
    FILE *stream = fopen("/proc/meminfo", "r");
    if (!stream)
        err(1, "/proc/meminfo");
    while (getline(&line, &size, stream) > 0) {
        if (strncmp(line, "MemTotal:", 9) == 0)
            total = atol(line + 9);
        else if (strncmp(line, "MemFree:", 8) == 0)
            unused = atol(line + 8);
        else if (strncmp(line, "MemAvailable:", 13) == 0)
            available = atol(line + 13);
    }
    printf("          total       used       free  available\n");
    printf("Mem: %10ld %10ld %10ld %10ld\n", total, total - unused, unused, available < 0 ? unused : available);
    return 0;
}
