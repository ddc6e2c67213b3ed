/* seq: prints the numbers from FIRST (1) in steps (of 1) to LAST
 *
 *     seq LAST | seq FIRST LAST | seq FIRST STEP LAST
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

static long number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end)
        errx(1, "invalid integer argument: '%s'", text);
    return value;
}

int main(int argc, char *argv[])
{
    if (argc < 2 || argc > 4)
        errx(1, "usage: seq [FIRST [STEP]] LAST");
    long first = argc > 2 ? number(argv[1]) : 1, step = argc > 3 ? number(argv[2]) : 1, last = number(argv[argc - 1]);
    if (step == 0)
        errx(1, "the step must not be 0");
    setvbuf(stdout, NULL, _IOFBF, 0);
    while (step > 0 ? first <= last : first >= last) {
        printf("%ld\n", first);
        if (__builtin_add_overflow(first, step, &first))
            break;
    }
    return 0;
}
