/* From text to doubles. Up to 15 digits with an exponent of at most 22 give the nearest double, since all numbers that
 * take part are exact then; beyond that the result may be off by a few units in the last place. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static double scale(double number, int exponent)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    for (; exponent > 22 && number < __builtin_inf(); exponent -= 22)
        number *= powers[22];
    for (; exponent < -22 && number > 0; exponent += 22)
        number /= powers[22];
    if (exponent > 22 || exponent < -22)
        return number;
    return exponent < 0 ? number / powers[-exponent] : number * powers[exponent];
}

/* "inf", "infinity" or "nan": how many characters, or 0. */
static size_t parse_special(const char *text, double *number)
{
    *number = strncasecmp(text, "nan", 3) == 0 ? __builtin_nan("") : __builtin_inf();
    if (strncasecmp(text, "infinity", 8) == 0)
        return 8;
    return strncasecmp(text, "inf", 3) == 0 || strncasecmp(text, "nan", 3) == 0 ? 3 : 0;
}

static const char *parse_exponent(const char *text, int *exponent)
{
    if (*text != 'e' && *text != 'E')
        return text;
    int has_sign = text[1] == '-' || text[1] == '+';
    const char *digit = text + 1 + has_sign;
    if (!isdigit((unsigned char)*digit))
        return text;
    int value = 0;
    for (; isdigit((unsigned char)*digit); digit++)
        if (value < 100000)
            value = value * 10 + *digit - '0';
    *exponent += text[1] == '-' ? -value : value;
    return digit;
}

static size_t parse_number(const char *text, double *number)
{
    unsigned long digits = 0;
    int exponent = 0, found = 0, has_point = 0;
    const char *position = text;
    for (; isdigit((unsigned char)*position) || (*position == '.' && !has_point); position++) {
        if (*position == '.') {
            has_point = 1;
            continue;
        }
        found = 1;
        if (digits < 100000000000000000UL) {
            digits = digits * 10 + *position - '0';
            exponent -= has_point;
        } else {
            exponent += !has_point;
        }
    }
    if (!found)
        return 0;
    position = parse_exponent(position, &exponent);
    *number = digits == 0 ? 0 : scale(digits, exponent);
    return position - text;
}

double strtod(const char *text, char **end)
{
    const char *position = text;
    double number = 0;
    while (isspace((unsigned char)*position))
        position++;
    int is_negative = *position == '-';
    position += *position == '-' || *position == '+';
    size_t length = parse_special(position, &number);
    if (length == 0) {
        number = 0;
        length = parse_number(position, &number);
    }
    if (end)
        *end = (char *)(length > 0 ? position + length : text);
    return is_negative ? -number : number;
}

double atof(const char *text)
{
    return strtod(text, NULL);
}
