/* uniq: leaves out lines that repeat the one before; -c counts them */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print(const char *line, long count, int with_count)
{
    if (count > 0 && with_count)
        printf("%7ld ", count);
    if (count > 0)
        fputs(line, stdout);
}

int main(int argc, char *argv[])
{
    int with_count = 0;
    for (int option; (option = getopt(argc, argv, "c")) != -1; ) {
        if (option == '?')
            return 2;
        with_count = 1;
    }
    FILE *stream = optind < argc ? fopen(argv[optind], "r") : stdin;
    if (!stream)
        err(1, "%s", argv[optind]);
    char *line = NULL, *before = NULL;
    size_t size = 0, before_size = 0;
    long count = 0;
    while (getline(&line, &size, stream) > 0) {
        if (count > 0 && strcmp(line, before) == 0) {
            count++;
            continue;
        }
        print(before, count, with_count);
        char *swapped = before;
        size_t swapped_size = before_size;
        before = line, before_size = size;
        line = swapped, size = swapped_size;
        count = 1;
    }
    print(before, count, with_count);
    free(line);
    free(before);
    return 0;
}
