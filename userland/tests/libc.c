/* The C library itself: what it computes without the kernel, and what it prints. */
#include "check.h"
#include <ctype.h>
#include <limits.h>
#include <stdint.h>

static void check_text(const char *expected, const char *actual, int length, int line)
{
    if (strcmp(expected, actual) != 0 || length != (int)strlen(expected))
        printf("line %d: expected \"%s\", got \"%s\" (length %d)\n", line, expected, actual, length);
    CHECK(strcmp(expected, actual) == 0);
    CHECK(length == (int)strlen(expected));
}

#define PRINTS(expected, ...)                                            \
    do {                                                                 \
        char buffer[500];                                                \
        int length = snprintf(buffer, sizeof buffer, __VA_ARGS__);       \
        check_text(expected, buffer, length, __LINE__);                  \
    } while (0)

static void integers_are_formatted(void)
{
    PRINTS("0 1 -1 2147483647 -2147483648", "%d %d %i %d %d", 0, 1, -1, INT_MAX, INT_MIN);
    PRINTS("4294967295 ffffffff FFFFFFFF 37777777777", "%u %x %X %o", -1, -1, -1, -1);
    PRINTS("-9223372036854775808 18446744073709551615", "%ld %lu", LONG_MIN, ULONG_MAX);
    PRINTS("-5 5 7", "%lld %llu %zu", -5LL, 5ULL, (size_t)7);
    PRINTS("-1 255 -1 65535", "%hhd %hhu %hd %hu", -1, 255, -1, 65535);
    PRINTS("[   42] [42   ] [00042] [+42] [ 42]", "[%5d] [%-5d] [%05d] [%+d] [% d]", 42, 42, 42, 42, 42);
    PRINTS("[  007] [-0007] [-7   ]", "[%5.3d] [%05d] [%-5d]", 7, -7, -7);
    PRINTS("[0xff] [0XFF] [0377] [0] [0]", "[%#x] [%#X] [%#o] [%#x] [%#o]", 255, 255, 255, 0, 0);
    PRINTS("[   42] [42   ] [0042]", "[%*d] [%*d] [%.*d]", 5, 42, -5, 42, 4, 42);
    PRINTS("[] [0x0000ff]", "[%.0d] [%#08x]", 0, 255);
}

static void texts_are_formatted(void)
{
    PRINTS("a% [  abc] [abc  ] [ab]", "%c%% [%5s] [%-5s] [%.2s]", 'a', "abc", "abc", "abc");
    PRINTS("[    x] [abc]", "[%5c] [%.*s]", 'x', 3, "abcdef");
    PRINTS("0x1234 (nil)", "%p %p", (void *)0x1234, (void *)0);
    char unterminated[2] = {'h', 'i'};
    PRINTS("hi", "%.2s", unterminated);
}

static void doubles_are_formatted_exactly(void)
{
    PRINTS("0.000000 -0.000000 1.500000", "%f %f %f", 0.0, -0.0, 1.5);
    PRINTS("3.14 3 [  3.1] [3.1  ] [003.1]", "%.2f %.0f [%5.1f] [%-5.1f] [%05.1f]", 3.14159, 3.14159, 3.14159,
           3.14159, 3.14159);
    PRINTS("0 2 2 4 0.12 0.38", "%.0f %.0f %.0f %.0f %.2f %.2f", 0.5, 1.5, 2.5, 3.5, 0.125, 0.375);
    PRINTS("0.1000000000000000055511151231257827021181583404541015625", "%.55f", 0.1);
    PRINTS("1.000000e+00 1.234568e+08 1.5e-300", "%e %e %.1e", 1.0, 123456789.0, 1.5e-300);
    PRINTS("9.99e+02 1.00e+03 1E+100", "%.2e %.2e %.0E", 999.0, 999.9, 1e100);
    PRINTS("0 1 0.1 100000 1e+06 0.0001 1e-05", "%g %g %g %g %g %g %g", 0.0, 1.0, 0.1, 1e5, 1e6, 1e-4, 1e-5);
    PRINTS("123.457 1.23457e+06 100 1e+02 1.00000", "%g %g %g %.1g %#g", 123.4567, 1234567.0, 100.0, 100.0, 1.0);
    PRINTS("inf -inf [  nan] INF", "%f %e [%5g] %F", __builtin_inf(), -__builtin_inf(), __builtin_nan(""),
           __builtin_inf());
    PRINTS("4.940656e-324 1.797693e+308 9.5 10", "%e %e %.1f %.0f", 4.9406564584124654e-324,
           1.7976931348623157e308, 9.5, 9.5);
}

static void snprintf_cuts_and_tells_the_full_length(void)
{
    char buffer[6] = "xxxxx";
    volatile size_t room = 4; /* the compiler would warn of what is wanted here */
    CHECK(snprintf(buffer, room, "%d", 123456) == 6);
    CHECK(strcmp(buffer, "123") == 0 && buffer[4] == 'x');
    CHECK(snprintf(NULL, 0, "%s", "abc") == 3);
}

static void dprintf_writes_to_a_descriptor(void)
{
    int ends[2];
    char buffer[20];
    CHECK(pipe(ends) == 0);
    CHECK(dprintf(ends[1], "%d+%d", 1, 2) == 3);
    CHECK(read(ends[0], buffer, sizeof buffer) == 3 && memcmp(buffer, "1+2", 3) == 0);
}

static void standard_input_is_read_by_lines(void)
{
    int ends[2];
    char line[10];
    CHECK(pipe(ends) == 0 && dup2(ends[0], 0) == 0);
    CHECK(dprintf(ends[1], "one\nlonger than nine\nx") == 22);
    close(ends[1]);
    CHECK(fgets(line, sizeof line, stdin) && strcmp(line, "one\n") == 0);
    CHECK(fgets(line, sizeof line, stdin) && strcmp(line, "longer th") == 0);
    CHECK(fgets(line, sizeof line, stdin) && strcmp(line, "an nine\n") == 0);
    CHECK(getchar() == 'x' && getchar() == EOF && feof(stdin));
    CHECK(fgets(line, sizeof line, stdin) == NULL);
}

static void print_at_exit(void)
{
    printf("last");
}

static void exit_calls_handlers_and_flushes(void)
{
    int ends[2];
    char buffer[20] = "";
    CHECK(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        atexit(print_at_exit);
        printf("first ");
        exit(4);
    }
    CHECK(exit_status(child) == 4);
    CHECK(read(ends[0], buffer, sizeof buffer) == 10 && strcmp(buffer, "first last") == 0);
}

static void texts_become_numbers(void)
{
    char *end;
    CHECK(atoi(" -42x") == -42 && atoi("") == 0 && atol("9000000000") == 9000000000);
    CHECK(strtol("0x1f", &end, 0) == 31 && *end == '\0');
    CHECK(strtol("077", NULL, 0) == 63 && strtol("077", NULL, 10) == 77 && strtol("z", NULL, 36) == 35);
    CHECK(strtol("0xg", &end, 16) == 0 && *end == 'x');
    const char *none = " +";
    CHECK(strtol(none, &end, 10) == 0 && end == none);
    errno = 0;
    CHECK(strtol("9223372036854775808", NULL, 10) == LONG_MAX && errno == ERANGE);
    CHECK(strtol("-9223372036854775808", NULL, 10) == LONG_MIN);
    CHECK(strtoul("18446744073709551615", NULL, 10) == ULONG_MAX);
    CHECK(strtoul("18446744073709551616", NULL, 10) == ULONG_MAX);
}

static void texts_are_searched_and_copied(void)
{
    char buffer[20];
    CHECK(strlen("abc") == 3 && strnlen("abc", 2) == 2);
    CHECK(strcmp("abc", "abd") < 0 && strcmp("b", "abc") > 0 && strncmp("abc", "abd", 2) == 0);
    CHECK(strcmp("\xff", "a") > 0); /* bytes compare as unsigned */
    CHECK(strcmp(strcat(strcpy(buffer, "ab"), "cd"), "abcd") == 0);
    CHECK(memcmp(strncpy(buffer, "xy", 4), "xy\0\0", 4) == 0);
    CHECK(strchr("banana", 'n')[1] == 'a' && strcmp(strrchr("banana", 'n'), "na") == 0);
    CHECK(strchr("banana", 'x') == NULL && *strchr("banana", '\0') == '\0');
    CHECK(strcmp(strstr("banana", "nan"), "nana") == 0 && strstr("banana", "nab") == NULL);
    CHECK(strspn("aabbc", "ab") == 4 && strcspn("aabbc", "c") == 4);
    strcpy(buffer, ",a,,bc,");
    CHECK(strcmp(strtok(buffer, ","), "a") == 0 && strcmp(strtok(NULL, ","), "bc") == 0 && !strtok(NULL, ","));
    CHECK(isalpha('q') && !isalpha('1') && toupper('q') == 'Q' && isspace('\n') && isxdigit('F'));
    CHECK(strcmp(strerror(ENOENT), "No such file or directory") == 0);
    CHECK(strcmp(strsignal(SIGSEGV), "Segmentation fault") == 0);
}

static void blocks_are_copied_also_when_they_overlap(void)
{
    char bytes[64], copy[64];
    for (int offset = 0; offset < 16; offset++) {
        for (int i = 0; i < 64; i++)
            bytes[i] = i;
        memmove(bytes + offset, bytes + 8, 40);
        for (int i = 0; i < 40; i++)
            CHECK(bytes[offset + i] == i + 8);
        memset(copy, 99, sizeof copy);
        memcpy(copy + offset, bytes + offset, 33);
        CHECK(memcmp(copy + offset, bytes + offset, 33) == 0 && copy[offset + 33] == 99);
        memset(copy + offset, 7, 21);
        CHECK(copy[offset] == 7 && copy[offset + 20] == 7 && copy[offset + 21] != 7);
    }
    CHECK(memchr("abc", 'c', 2) == NULL && memcmp("abc", "abd", 3) < 0);
}

static void the_heap_gives_blocks_that_do_not_overlap(void)
{
    enum { BLOCKS = 200 };
    unsigned char *blocks[BLOCKS] = {0};
    size_t sizes[BLOCKS] = {0};
    srand(1);
    for (int step = 0; step < 5000; step++) {
        int i = rand() % BLOCKS;
        for (size_t k = 0; k < sizes[i]; k++)
            if (blocks[i][k] != i)
                CHECK(!"a block keeps its content");
        free(blocks[i]);
        sizes[i] = rand() % 3000;
        blocks[i] = malloc(sizes[i]);
        CHECK(blocks[i] && (uintptr_t)blocks[i] % 16 == 0);
        memset(blocks[i], i, sizes[i]);
    }
}

static void freed_memory_is_used_again(void)
{
    for (int i = 0; i < 1000; i++) { /* a gigabyte, if it were not */
        char *block = malloc(1 << 20);
        CHECK(block != NULL);
        free(block);
    }
    char *zeros = calloc(1000, 10);
    for (int i = 0; i < 10000; i++)
        CHECK(zeros[i] == 0);
    strcpy(zeros, "kept");
    CHECK(strcmp(realloc(zeros, 50000), "kept") == 0);
    volatile size_t huge = SIZE_MAX / 2;
    void *volatile block = malloc(huge); /* volatile: the compiler may leave out an allocation that nobody uses */
    CHECK(block == NULL && errno == ENOMEM);
    block = calloc(huge, 4);
    CHECK(block == NULL && errno == ENOMEM);
    free(NULL);
}

static int compare_numbers(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

static void sorting_sorts(void)
{
    for (int count = 0; count < 300; count += 13) {
        int numbers[300];
        long sum = 0;
        for (int i = 0; i < count; i++)
            sum += numbers[i] = rand() % 100;
        qsort(numbers, count, sizeof numbers[0], compare_numbers);
        for (int i = 0; i < count; i++) {
            sum -= numbers[i];
            CHECK(i == 0 || numbers[i - 1] <= numbers[i]);
            CHECK(*(int *)bsearch(&numbers[i], numbers, count, sizeof numbers[0], compare_numbers) == numbers[i]);
        }
        CHECK(sum == 0);
    }
}

int main(void)
{
    RUN(integers_are_formatted);
    RUN(texts_are_formatted);
    RUN(doubles_are_formatted_exactly);
    RUN(snprintf_cuts_and_tells_the_full_length);
    RUN(dprintf_writes_to_a_descriptor);
    RUN(standard_input_is_read_by_lines);
    RUN(exit_calls_handlers_and_flushes);
    RUN(texts_become_numbers);
    RUN(texts_are_searched_and_copied);
    RUN(blocks_are_copied_also_when_they_overlap);
    RUN(the_heap_gives_blocks_that_do_not_overlap);
    RUN(freed_memory_is_used_again);
    RUN(sorting_sorts);
    return finish();
}
