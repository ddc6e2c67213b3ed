/* wc: counts lines (-l), words (-w) and bytes (-c) */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <unistd.h>

struct counts {
    long lines, words, bytes;
};

static int shows_lines, shows_words, shows_bytes;

static struct counts count(FILE *stream)
{
    struct counts counts = {0};
    int in_word = 0;
    for (int c; (c = getc(stream)) != EOF; counts.bytes++) {
        counts.lines += c == '\n';
        counts.words += !isspace(c) && !in_word;
        in_word = !isspace(c);
    }
    return counts;
}

/* A single number stands alone; several are in columns. */
static void print(const struct counts *counts, const char *name)
{
    const long numbers[] = {counts->lines, counts->words, counts->bytes};
    const int shown[] = {shows_lines, shows_words, shows_bytes};
    int width = shows_lines + shows_words + shows_bytes > 1 ? 7 : 0;
    const char *separator = "";
    for (int i = 0; i < 3; i++) {
        if (!shown[i])
            continue;
        printf("%s%*ld", separator, width, numbers[i]);
        separator = " ";
    }
    printf(*name ? " %s\n" : "%s\n", name);
}

int main(int argc, char *argv[])
{
    struct counts total = {0};
    int failed = 0;
    for (int option; (option = getopt(argc, argv, "lwcm")) != -1; ) {
        if (option == '?')
            return 2;
        shows_lines |= option == 'l';
        shows_words |= option == 'w';
        shows_bytes |= option == 'c' || option == 'm';
    }
    if (!shows_lines && !shows_words && !shows_bytes)
        shows_lines = shows_words = shows_bytes = 1;
    if (optind == argc) {
        total = count(stdin);
        print(&total, "");
    }
    for (int i = optind; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream) {
            warn("%s", argv[i]);
            failed = 1;
            continue;
        }
        struct counts counts = count(stream);
        fclose(stream);
        print(&counts, argv[i]);
        total.lines += counts.lines;
        total.words += counts.words;
        total.bytes += counts.bytes;
    }
    if (argc - optind > 1)
        print(&total, "total");
    return failed;
}
