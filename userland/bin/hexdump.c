/* hexdump: prints the bytes of a file in hexadecimal and as characters */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "-C") == 0) /* the form that this one always has */
        argc--, argv++;
    FILE *stream = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (!stream)
        err(1, "%s", argv[1]);
    unsigned char bytes[16];
    unsigned long address = 0;
    for (size_t count; (count = fread(bytes, 1, sizeof bytes, stream)) > 0; address += count) {
        printf("%08lx ", address);
        for (size_t i = 0; i < sizeof bytes; i++) {
            if (i % 8 == 0)
                printf(" ");
            if (i < count)
                printf("%02x ", bytes[i]);
            else
                printf("   ");
        }
        printf(" |");
        for (size_t i = 0; i < count; i++)
            putchar(isprint(bytes[i]) ? bytes[i] : '.');
        printf("|\n");
    }
    printf("%08lx\n", address);
    return 0;
}
