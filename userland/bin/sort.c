/* sort: sorts lines, with -n by the number that they begin with, with -r in reverse, with -u without repetitions */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **lines;
static size_t line_count, capacity;
static int by_number, is_reversed;

static void read_lines(FILE *stream)
{
    char *line = NULL;
    size_t size = 0;
    for (ssize_t length; (length = getline(&line, &size, stream)) > 0; ) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        if (line_count == capacity)
            lines = realloc(lines, (capacity = 2 * capacity + 64) * sizeof *lines);
        char *copy = strdup(line);
        if (!lines || !copy)
            err(2, NULL);
        lines[line_count++] = copy;
    }
    free(line);
}

static int compare(const void *a, const void *b)
{
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    int difference = 0;
    if (by_number) {
        double left = strtod(x, NULL), right = strtod(y, NULL);
        difference = (left > right) - (left < right);
    }
    if (difference == 0)
        difference = strcmp(x, y);
    return is_reversed ? -difference : difference;
}

int main(int argc, char *argv[])
{
    int is_unique = 0;
    for (int option; (option = getopt(argc, argv, "nru")) != -1; ) {
        if (option == '?')
            return 2;
        by_number |= option == 'n';
        is_reversed |= option == 'r';
        is_unique |= option == 'u';
    }
    if (optind == argc)
        read_lines(stdin);
    for (int i = optind; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream)
            err(2, "cannot read %s", argv[i]);
        read_lines(stream);
        fclose(stream);
    }
    qsort(lines, line_count, sizeof *lines, compare);
    for (size_t i = 0; i < line_count; i++)
        if (!is_unique || i == 0 || strcmp(lines[i], lines[i - 1]) != 0)
            puts(lines[i]);
    return 0;
}
