/* The engine behind the printf family. */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Where formatted text goes: each kind of output has its own function. */
struct sink {
    void (*write)(struct sink *sink, const char *text, size_t length);
    size_t written; /* also what did not fit: printf returns this */
};

int format_to(struct sink *sink, const char *format, va_list arguments);

/* Shared by the conversions: one specification, "%" flags width "." precision length conversion. */
struct specification {
    int left;      /* -  pad at the right */
    int zero;      /* 0  pad with zeros */
    int plus;      /* +  sign also of numbers that are not negative */
    int space;     /*    a blank in place of that sign */
    int alternate; /* #  0x before hexadecimal numbers, a point in every floating-point number */
    int width;
    int precision; /* -1 where there is none */
    int length;    /* in bytes, of an integer argument */
    char conversion;
};

void sink_write(struct sink *sink, const char *text, size_t length);
void sink_fill(struct sink *sink, char c, int count);

/* Pads a number of the given length: blanks, sign, zeros; then the caller writes it, then sink_pad_after. */
void sink_pad_before(struct sink *sink, const struct specification *specification, const char *sign, int length);
void sink_pad_after(struct sink *sink, const struct specification *specification, const char *sign, int length);

void format_double(struct sink *sink, struct specification *specification, double number);

#endif
