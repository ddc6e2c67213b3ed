/* Formats floating-point numbers: %f 12.50, %e 1.25e+01, %g the shorter of the two. */
#include "decimal.h"
#include "format.h"

#include <ctype.h>
#include <string.h>

static void write_digits(struct sink *sink, const struct decimal *decimal, int from, int count)
{
    for (int i = from; i < from + count; i++)
        sink_fill(sink, '0' + decimal_digit(decimal, i), 1);
}

static void write_point(struct sink *sink, const struct specification *specification)
{
    if (specification->precision > 0 || specification->alternate)
        sink_write(sink, ".", 1);
}

/* The length of the point and the digits behind it. */
static int fraction_length(const struct specification *specification)
{
    return specification->precision + (specification->precision > 0 || specification->alternate);
}

static void write_fixed(struct sink *sink, const struct specification *specification, const char *sign,
                        const struct decimal *decimal)
{
    int before_point = decimal->point > 0 ? decimal->point : 1;
    int length = before_point + fraction_length(specification);
    sink_pad_before(sink, specification, sign, length);
    write_digits(sink, decimal, decimal->point - before_point, before_point);
    write_point(sink, specification);
    write_digits(sink, decimal, decimal->point, specification->precision);
    sink_pad_after(sink, specification, sign, length);
}

/* The exponent of d.ddd × 10^exponent. */
static int exponent_of(const struct decimal *decimal)
{
    return decimal->count ? decimal->point - 1 : 0;
}

static void write_scientific(struct sink *sink, const struct specification *specification, const char *sign,
                             const struct decimal *decimal)
{
    int exponent = exponent_of(decimal);
    int magnitude = exponent < 0 ? -exponent : exponent;
    char text[] = {isupper(specification->conversion) ? 'E' : 'e', exponent < 0 ? '-' : '+',
                   '0' + magnitude / 100, '0' + magnitude / 10 % 10, '0' + magnitude % 10};
    int length = 1 + fraction_length(specification) + (magnitude < 100 ? 4 : 5);
    sink_pad_before(sink, specification, sign, length);
    write_digits(sink, decimal, 0, 1);
    write_point(sink, specification);
    write_digits(sink, decimal, 1, specification->precision);
    sink_write(sink, text, 2);
    sink_write(sink, text + (magnitude < 100 ? 3 : 2), magnitude < 100 ? 2 : 3);
    sink_pad_after(sink, specification, sign, length);
}

/* %g counts significant digits and drops zeros at the end. */
static void write_general(struct sink *sink, struct specification *specification, const char *sign,
                          struct decimal *decimal)
{
    int significant = specification->precision ? specification->precision : 1;
    decimal_round(decimal, significant);
    int exponent = exponent_of(decimal);
    if (!specification->alternate) {
        while (decimal->count && decimal->digits[decimal->count - 1] == 0)
            decimal->count--;
        int needed = exponent >= 0 && exponent < significant ? exponent + 1 : 1;
        if (decimal->count < significant)
            significant = decimal->count > needed ? decimal->count : needed;
    }
    int limit = specification->precision ? specification->precision : 1;
    if (exponent < -4 || exponent >= limit) {
        specification->precision = significant - 1;
        write_scientific(sink, specification, sign, decimal);
    } else {
        specification->precision = significant - 1 - exponent;
        write_fixed(sink, specification, sign, decimal);
    }
}

void format_double(struct sink *sink, struct specification *specification, double number)
{
    int negative = __builtin_signbit(number) != 0;
    const char *sign = negative ? "-" : specification->plus ? "+" : specification->space ? " " : "";
    if (negative)
        number = -number;
    if (__builtin_isnan(number) || __builtin_isinf(number)) {
        int upper = isupper(specification->conversion);
        const char *text = __builtin_isnan(number) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf");
        specification->zero = 0;
        sink_pad_before(sink, specification, sign, 3);
        sink_write(sink, text, 3);
        sink_pad_after(sink, specification, sign, 3);
        return;
    }

    if (specification->precision < 0)
        specification->precision = 6;
    struct decimal decimal;
    decimal_from_double(&decimal, number);
    switch (tolower(specification->conversion)) {
    case 'f':
        decimal_round(&decimal, decimal.point + specification->precision);
        write_fixed(sink, specification, sign, &decimal);
        break;
    case 'e':
        decimal_round(&decimal, 1 + specification->precision);
        write_scientific(sink, specification, sign, &decimal);
        break;
    case 'g':
        write_general(sink, specification, sign, &decimal);
        break;
    }
}
