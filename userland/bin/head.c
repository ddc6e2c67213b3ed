/* head: prints the first lines of files (-n 10) */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print(FILE *stream, long lines)
{
    for (int c; lines > 0 && (c = getc(stream)) != EOF; lines -= c == '\n')
        putchar(c);
}

int main(int argc, char *argv[])
{
    long lines = 10;
    int failed = 0;
    if (argc > 1 && argv[1][0] == '-' && argv[1][1] >= '0' && argv[1][1] <= '9') { /* head -5 */
        lines = atol(argv[1] + 1);
        optind = 2;
    }
    for (int option; (option = getopt(argc, argv, "n:")) != -1; ) {
        if (option == '?')
            return 2;
        lines = atol(optarg);
    }
    if (optind == argc)
        print(stdin, lines);
    for (int i = optind; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream) {
            warn("%s", argv[i]);
            failed = 1;
            continue;
        }
        if (argc - optind > 1)
            printf("%s==> %s <==\n", i > optind ? "\n" : "", argv[i]);
        print(stream, lines);
        fclose(stream);
    }
    return failed;
}
