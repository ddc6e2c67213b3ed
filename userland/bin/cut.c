/* cut: prints parts of lines: fields (-f 1,3 -d ,) or characters (-c 2-4) */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether a list such as "1,3-5,7-" has the number in it. */
static int has(const char *list, long number)
{
    while (*list) {
        char *end;
        long low = *list == '-' ? 1 : strtol(list, &end, 10), high = low;
        if (*list == '-')
            end = (char *)list;
        if (*end == '-')
            high = end[1] && end[1] != ',' ? strtol(end + 1, &end, 10) : (end++, LONG_MAX);
        if (low <= number && number <= high)
            return 1;
        if (*end && *end != ',')
            errx(1, "invalid list '%s'", list);
        list = *end ? end + 1 : end;
    }
    return 0;
}

static void print_fields(char *line, const char *list, char delimiter)
{
    if (!strchr(line, delimiter)) {
        puts(line);
        return;
    }
    int any = 0;
    for (long number = 1; line; number++) {
        char *end = strchr(line, delimiter);
        if (end)
            *end = '\0';
        if (has(list, number)) {
            if (any)
                putchar(delimiter);
            fputs(line, stdout);
            any = 1;
        }
        line = end ? end + 1 : NULL;
    }
    putchar('\n');
}

static void print_characters(const char *line, const char *list)
{
    for (long number = 1; line[number - 1]; number++)
        if (has(list, number))
            putchar(line[number - 1]);
    putchar('\n');
}

static void cut(FILE *stream, const char *fields, const char *characters, char delimiter)
{
    char *line = NULL;
    size_t size = 0;
    for (ssize_t length; (length = getline(&line, &size, stream)) > 0; ) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        if (fields)
            print_fields(line, fields, delimiter);
        else
            print_characters(line, characters);
    }
    free(line);
}

int main(int argc, char *argv[])
{
    const char *fields = NULL, *characters = NULL;
    char delimiter = '\t';
    for (int option; (option = getopt(argc, argv, "f:c:b:d:")) != -1; ) {
        switch (option) {
        case 'f': fields = optarg; break;
        case 'b':
        case 'c': characters = optarg; break;
        case 'd': delimiter = *optarg; break;
        default: return 2;
        }
    }
    if (!fields == !characters)
        errx(1, "usage: cut -f LIST [-d CHARACTER] | -c LIST [FILE...]");
    if (optind == argc)
        cut(stdin, fields, characters, delimiter);
    for (int i = optind; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream)
            err(1, "%s", argv[i]);
        cut(stream, fields, characters, delimiter);
        fclose(stream);
    }
    return 0;
}
