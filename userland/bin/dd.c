/* dd: copies in blocks: if=FILE of=FILE bs=SIZE count=BLOCKS skip=BLOCKS seek=BLOCKS; sizes may end in k, M, G */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long size(const char *text)
{
    char *unit;
    long number = strtol(text, &unit, 10);
    int shift = *unit == 'k' || *unit == 'K' ? 10 : *unit == 'M' ? 20 : *unit == 'G' ? 30 : 0;
    long result;
    if (unit == text || number < 0 || (*unit && !shift) || __builtin_mul_overflow(number, 1L << shift, &result))
        errx(1, "invalid number: '%s'", text);
    return result;
}

int main(int argc, char *argv[])
{
    const char *from = NULL, *to = NULL;
    long block = 512, count = -1, skip = 0, seek = 0, whole[2] = {0}, partial[2] = {0}, total = 0;
    int truncates = 1;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "if=", 3) == 0)
            from = argv[i] + 3;
        else if (strncmp(argv[i], "of=", 3) == 0)
            to = argv[i] + 3;
        else if (strncmp(argv[i], "bs=", 3) == 0)
            block = size(argv[i] + 3);
        else if (strncmp(argv[i], "count=", 6) == 0)
            count = size(argv[i] + 6);
        else if (strncmp(argv[i], "skip=", 5) == 0)
            skip = size(argv[i] + 5);
        else if (strncmp(argv[i], "seek=", 5) == 0)
            seek = size(argv[i] + 5);
        else if (strcmp(argv[i], "conv=notrunc") == 0)
            truncates = 0;
        else
            errx(1, "unrecognized operand '%s'", argv[i]);
    }
    char *buffer = block > 0 ? malloc(block) : NULL;
    if (!buffer)
        errx(1, "invalid block size");
    int input = from ? open(from, O_RDONLY) : STDIN_FILENO;
    if (input < 0)
        err(1, "failed to open '%s'", from);
    int output = to ? open(to, O_WRONLY | O_CREAT | (truncates && !seek ? O_TRUNC : 0), 0666) : STDOUT_FILENO;
    if (output < 0)
        err(1, "failed to open '%s'", to);
    if (skip > 0 && lseek(input, skip * block, SEEK_CUR) < 0)
        for (; skip > 0 && read(input, buffer, block) > 0; skip--)
            ;
    if (seek > 0 && lseek(output, seek * block, SEEK_CUR) < 0)
        err(1, "cannot seek");
    for (long blocks = 0; blocks != count; blocks++) {
        ssize_t got = read(input, buffer, block);
        if (got < 0)
            err(1, "error reading");
        if (got == 0)
            break;
        *(got == block ? &whole[0] : &partial[0]) += 1;
        for (ssize_t done = 0, written; done < got; done += written)
            if ((written = write(output, buffer + done, got - done)) < 0)
                err(1, "error writing");
        *(got == block ? &whole[1] : &partial[1]) += 1;
        total += got;
    }
    if (close(output) < 0)
        err(1, "error writing");
    fprintf(stderr, "%ld+%ld records in\n%ld+%ld records out\n%ld bytes copied\n", whole[0], partial[0], whole[1],
            partial[1], total);
    return 0;
}
