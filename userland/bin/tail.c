/* tail: prints the last lines of a file (-n 10), or those from a line on (-n +10); -f waits for what is added */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_from(FILE *stream, long first)
{
    for (int c; (c = getc(stream)) != EOF; first -= c == '\n')
        if (first <= 1)
            putchar(c);
}

/* The last lines are kept in a ring until the end is reached. */
static void print_last(FILE *stream, long count)
{
    struct line {
        char *text;
        size_t length;
    } *ring = calloc(count + 1, sizeof *ring);
    char *text = NULL;
    size_t size = 0;
    long seen = 0;
    if (!ring)
        err(1, NULL);
    for (ssize_t length; count > 0 && (length = getline(&text, &size, stream)) > 0; seen++) {
        struct line *line = &ring[seen % count];
        free(line->text);
        line->text = text;
        line->length = length;
        text = NULL;
    }
    for (long i = seen > count ? seen - count : 0; i < seen; i++)
        fwrite(ring[i % count].text, 1, ring[i % count].length, stdout);
    for (long i = 0; i < count; i++)
        free(ring[i].text);
    free(text);
    free(ring);
}

/* For ever: the end of the file is only where it ends now. */
static void follow(FILE *stream)
{
    for (;;) {
        print_from(stream, 0);
        fflush(stdout);
        clearerr(stream);
        sleep(1);
    }
}

int main(int argc, char *argv[])
{
    const char *count = "10";
    int follows = 0, failed = 0;
    if (argc > 1 && argv[1][0] == '-' && argv[1][1] >= '0' && argv[1][1] <= '9') { /* tail -5 */
        count = argv[1] + 1;
        optind = 2;
    }
    for (int option; (option = getopt(argc, argv, "n:f")) != -1; ) {
        if (option == '?')
            return 2;
        if (option == 'f')
            follows = 1;
        else
            count = optarg;
    }
    for (int i = optind; i < argc || i == optind; i++) {
        FILE *stream = i < argc ? fopen(argv[i], "r") : stdin;
        if (!stream) {
            warn("%s", argv[i]);
            failed = 1;
            continue;
        }
        if (argc - optind > 1)
            printf("%s==> %s <==\n", i > optind ? "\n" : "", argv[i]);
        if (*count == '+')
            print_from(stream, atol(count + 1));
        else
            print_last(stream, labs(atol(count)));
        if (follows && i + 1 >= argc)
            follow(stream);
        if (stream != stdin)
            fclose(stream);
    }
    return failed;
}
