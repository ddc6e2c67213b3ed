/* Exact conversion needs integers of up to 767 digits: a double is m·2^e, and where e is negative this is
 * m·5^-e / 10^-e, so it is enough to multiply an integer by 2 or 5 again and again and to move the point. */
#include "decimal.h"

#include <stdint.h>
#include <string.h>

#define BASE 1000000000U /* nine decimal digits to a limb */
#define LIMBS 90

/* An integer, least significant limb first. */
struct integer {
    int count;
    uint32_t limbs[LIMBS];
};

static void multiply(struct integer *integer, uint32_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < integer->count; i++) {
        carry += (uint64_t)integer->limbs[i] * factor;
        integer->limbs[i] = carry % BASE;
        carry /= BASE;
    }
    if (carry)
        integer->limbs[integer->count++] = carry;
}

static void multiply_by_power(struct integer *integer, uint32_t factor, int exponent)
{
    while (exponent-- > 0)
        multiply(integer, factor);
}

static void set(struct integer *integer, uint64_t value)
{
    integer->count = 0;
    for (; value; value /= BASE)
        integer->limbs[integer->count++] = value % BASE;
}

static void write_digits(struct decimal *decimal, const struct integer *integer)
{
    int count = 0;
    for (int i = integer->count; i-- > 0;)
        for (uint32_t unit = BASE / 10; unit; unit /= 10) {
            int digit = integer->limbs[i] / unit % 10;
            if (count || digit)
                decimal->digits[count++] = digit;
        }
    decimal->count = count;
}

void decimal_from_double(struct decimal *decimal, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t mantissa = bits & 0xfffffffffffffUL;
    int exponent = bits >> 52;
    if (exponent)
        mantissa |= 1UL << 52; /* the leading one is not stored; subnormal numbers have none */
    else
        exponent = 1;
    exponent -= 1023 + 52;
    while (mantissa && mantissa % 2 == 0 && exponent < 0) {
        mantissa /= 2;
        exponent++;
    }

    struct integer integer;
    set(&integer, mantissa);
    multiply_by_power(&integer, 2, exponent);
    multiply_by_power(&integer, 5, -exponent);
    write_digits(decimal, &integer);
    decimal->point = decimal->count + (exponent < 0 ? exponent : 0);
}

static int rounds_up(const struct decimal *decimal, int count)
{
    int first_dropped = decimal->digits[count];
    if (first_dropped != 5)
        return first_dropped > 5;
    for (int i = count + 1; i < decimal->count; i++)
        if (decimal->digits[i])
            return 1;
    return decimal_digit(decimal, count - 1) % 2;
}

void decimal_round(struct decimal *decimal, int count)
{
    if (count >= decimal->count)
        return;
    if (count < 0) { /* less than a tenth of the last place that is wanted */
        decimal->count = 0;
        return;
    }
    int up = rounds_up(decimal, count);
    decimal->count = count;
    if (!up)
        return;
    while (decimal->count && decimal->digits[decimal->count - 1] == 9)
        decimal->count--;
    if (decimal->count) {
        decimal->digits[decimal->count - 1]++;
    } else { /* 99… became 100… */
        decimal->digits[0] = 1;
        decimal->count = 1;
        decimal->point++;
    }
}

int decimal_digit(const struct decimal *decimal, int index)
{
    return index >= 0 && index < decimal->count ? decimal->digits[index] : 0;
}
