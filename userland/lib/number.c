/* From text to integers. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

int abs(int number)
{
    return number < 0 ? -number : number;
}

long labs(long number)
{
    return number < 0 ? -number : number;
}

/* The value of a digit in bases up to 36; something larger than any for other characters. */
static unsigned int digit_value(char c)
{
    if (isdigit(c))
        return c - '0';
    if (isalpha(c))
        return tolower(c) - 'a' + 10;
    return UINT_MAX;
}

/* An integer as text has it: a sign and a magnitude, or notice that 64 bits do not hold it. */
struct number {
    int negative;
    int too_large;
    unsigned long magnitude;
};

static struct number parse(const char *text, char **end, int base)
{
    struct number result = {0};
    const char *position = text;
    const char *after_last_digit = text; /* without any digit, nothing was read */
    while (isspace(*position))
        position++;
    if (*position == '+' || *position == '-')
        result.negative = *position++ == '-';
    if ((base == 0 || base == 16) && position[0] == '0' && (position[1] | 0x20) == 'x'
        && isxdigit(position[2])) {
        position += 2;
        base = 16;
    } else if (base == 0) {
        base = *position == '0' ? 8 : 10;
    }
    for (unsigned int digit; (digit = digit_value(*position)) < (unsigned int)base; position++) {
        if (result.magnitude > (ULONG_MAX - digit) / base)
            result.too_large = 1;
        result.magnitude = result.magnitude * base + digit;
        after_last_digit = position + 1;
    }
    if (end)
        *end = (char *)after_last_digit;
    return result;
}

unsigned long strtoul(const char *text, char **end, int base)
{
    struct number number = parse(text, end, base);
    if (number.too_large) {
        errno = ERANGE;
        return ULONG_MAX;
    }
    return number.negative ? -number.magnitude : number.magnitude;
}

long strtol(const char *text, char **end, int base)
{
    struct number number = parse(text, end, base);
    unsigned long largest = (unsigned long)LONG_MAX + number.negative;
    if (number.too_large || number.magnitude > largest) {
        errno = ERANGE;
        return number.negative ? LONG_MIN : LONG_MAX;
    }
    return number.negative ? -number.magnitude : number.magnitude;
}

unsigned long long strtoull(const char *text, char **end, int base)
{
    return strtoul(text, end, base);
}

long long strtoll(const char *text, char **end, int base)
{
    return strtol(text, end, base);
}

long atol(const char *text)
{
    return strtol(text, NULL, 10);
}

int atoi(const char *text)
{
    return atol(text);
}
