/* Formats integers and texts. */
#include "format.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

void sink_write(struct sink *sink, const char *text, size_t length)
{
    sink->write(sink, text, length);
    sink->written += length;
}

void sink_fill(struct sink *sink, char c, int count)
{
    while (count-- > 0)
        sink_write(sink, &c, 1);
}

static int padding(const struct specification *specification, const char *sign, int length)
{
    return specification->width - (int)strlen(sign) - length;
}

void sink_pad_before(struct sink *sink, const struct specification *specification, const char *sign, int length)
{
    int count = specification->left ? 0 : padding(specification, sign, length);
    if (!specification->zero)
        sink_fill(sink, ' ', count);
    sink_write(sink, sign, strlen(sign));
    if (specification->zero)
        sink_fill(sink, '0', count);
}

void sink_pad_after(struct sink *sink, const struct specification *specification, const char *sign, int length)
{
    if (specification->left)
        sink_fill(sink, ' ', padding(specification, sign, length));
}

static void format_text(struct sink *sink, struct specification *specification, const char *text, size_t length)
{
    specification->zero = 0;
    sink_pad_before(sink, specification, "", length);
    sink_write(sink, text, length);
    sink_pad_after(sink, specification, "", length);
}

static void format_integer(struct sink *sink, struct specification *specification, const char *sign,
                           uint64_t magnitude)
{
    char conversion = specification->conversion;
    int base = conversion == 'o' ? 8 : tolower(conversion) == 'x' ? 16 : 10;
    const char *symbols = conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    if (specification->alternate && base == 16 && magnitude)
        sign = conversion == 'X' ? "0X" : "0x";

    char buffer[24], *end = buffer + sizeof buffer, *first = end;
    for (uint64_t rest = magnitude; rest; rest /= base)
        *--first = symbols[rest % base];
    int digits = end - first;
    if (specification->alternate && base == 8 && specification->precision <= digits)
        specification->precision = digits + 1;

    int least = specification->precision < 0 ? 1 : specification->precision;
    int length = digits < least ? least : digits;
    if (specification->precision >= 0)
        specification->zero = 0;
    sink_pad_before(sink, specification, sign, length);
    sink_fill(sink, '0', length - digits);
    sink_write(sink, first, digits);
    sink_pad_after(sink, specification, sign, length);
}

static void format_signed(struct sink *sink, struct specification *specification, int64_t number)
{
    const char *sign = number < 0 ? "-" : specification->plus ? "+" : specification->space ? " " : "";
    format_integer(sink, specification, sign, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/* A negative width from an argument means "left", a negative precision "none". */
static const char *parse(struct specification *specification, const char *format, va_list *arguments)
{
    *specification = (struct specification){.precision = -1, .length = sizeof(int)};
    for (;; format++) {
        switch (*format) {
        case '-': specification->left = 1; continue;
        case '0': specification->zero = 1; continue;
        case '+': specification->plus = 1; continue;
        case ' ': specification->space = 1; continue;
        case '#': specification->alternate = 1; continue;
        }
        break;
    }
    if (*format == '*') {
        specification->width = va_arg(*arguments, int);
        format++;
        if (specification->width < 0) {
            specification->left = 1;
            specification->width = -specification->width;
        }
    } else {
        while (isdigit(*format))
            specification->width = 10 * specification->width + (*format++ - '0');
    }
    if (*format == '.') {
        specification->precision = 0;
        format++;
        if (*format == '*') {
            specification->precision = va_arg(*arguments, int);
            format++;
        } else {
            while (isdigit(*format))
                specification->precision = 10 * specification->precision + (*format++ - '0');
        }
        if (specification->precision < 0)
            specification->precision = -1;
    }
    for (;; format++) {
        switch (*format) {
        case 'h': specification->length /= 2; continue;
        case 'l': case 'z': case 't': case 'j': specification->length = sizeof(long); continue;
        }
        break;
    }
    specification->conversion = *format;
    if (specification->left)
        specification->zero = 0;
    return *format ? format + 1 : format;
}

/* Arguments shorter than int arrive as int; the length says how much of it counts. */
static int64_t signed_argument(int length, va_list *arguments)
{
    switch (length) {
    case sizeof(long): return va_arg(*arguments, long);
    case sizeof(short): return (short)va_arg(*arguments, int);
    case sizeof(char): return (signed char)va_arg(*arguments, int);
    default: return va_arg(*arguments, int);
    }
}

static uint64_t unsigned_argument(int length, va_list *arguments)
{
    switch (length) {
    case sizeof(long): return va_arg(*arguments, unsigned long);
    case sizeof(short): return (unsigned short)va_arg(*arguments, unsigned int);
    case sizeof(char): return (unsigned char)va_arg(*arguments, unsigned int);
    default: return va_arg(*arguments, unsigned int);
    }
}

static void format_one(struct sink *sink, struct specification *specification, va_list *arguments)
{
    switch (specification->conversion) {
    case 'd': case 'i':
        format_signed(sink, specification, signed_argument(specification->length, arguments));
        break;
    case 'u': case 'o': case 'x': case 'X':
        format_integer(sink, specification, "", unsigned_argument(specification->length, arguments));
        break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        format_double(sink, specification, va_arg(*arguments, double));
        break;
    case 'c': {
        char c = va_arg(*arguments, int);
        format_text(sink, specification, &c, 1);
        break;
    }
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        if (!text)
            text = "(null)";
        /* A precision is also a promise: beyond it there may be no null byte to find. */
        size_t length = specification->precision < 0 ? strlen(text) : strnlen(text, specification->precision);
        format_text(sink, specification, text, length);
        break;
    }
    case 'p': {
        uintptr_t pointer = (uintptr_t)va_arg(*arguments, void *);
        specification->conversion = 'x';
        specification->alternate = 1;
        if (pointer)
            format_integer(sink, specification, "", pointer);
        else
            format_text(sink, specification, "(nil)", 5);
        break;
    }
    case '%':
        sink_write(sink, "%", 1);
        break;
    }
}

int format_to(struct sink *sink, const char *format, va_list arguments)
{
    va_list copy; /* a va_list passed as a parameter cannot be passed on by address; a local one can */
    va_copy(copy, arguments);
    for (;;) {
        size_t plain = strcspn(format, "%");
        sink_write(sink, format, plain);
        format += plain;
        if (*format == '\0')
            break;
        struct specification specification;
        format = parse(&specification, format + 1, &copy);
        format_one(sink, &specification, &copy);
    }
    va_end(copy);
    return sink->written;
}
