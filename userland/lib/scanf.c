/* The scanf family: the counterpart of printf. Characters come one by one from a stream or a text; one can be put back.
 * Not there: wide characters, %p and floating-point numbers in base 16. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source {
    FILE *stream; /* or, if null, */
    const char *text;
    int taken; /* characters so far */
};

static int take(struct source *source)
{
    int c = source->stream ? fgetc(source->stream) : *source->text ? (unsigned char)*source->text++ : EOF;
    source->taken += c != EOF;
    return c;
}

static void put_back(struct source *source, int c)
{
    if (c == EOF)
        return;
    source->taken--;
    if (source->stream)
        ungetc(c, source->stream);
    else
        source->text--;
}

static int skip_space(struct source *source)
{
    int c;
    do
        c = take(source);
    while (c != EOF && isspace(c));
    put_back(source, c);
    return c;
}

/* What follows a percent sign. */
struct directive {
    int is_dropped; /* * : read, but not stored */
    int width;      /* 0: as many as there are */
    int size;       /* of an integer: -2 hh, -1 h, 0 int, 1 l, 2 ll; of a floating-point number: 1 double */
    char kind;
    const char *set; /* behind the [ of one */
    size_t set_length;
    int is_complement;
};

static const char *parse(const char *format, struct directive *directive)
{
    *directive = (struct directive){0};
    directive->is_dropped = *format == '*';
    format += directive->is_dropped;
    while (isdigit((unsigned char)*format))
        directive->width = directive->width * 10 + (*format++ - '0');
    for (; *format && strchr("hljztL", *format); format++)
        directive->size += *format == 'h' ? -1 : 1;
    directive->kind = *format;
    if (*format++ != '[')
        return directive->kind ? format : NULL;
    directive->is_complement = *format == '^';
    format += directive->is_complement;
    directive->set = format;
    const char *end = *format ? strchr(format + 1, ']') : NULL; /* a ] that comes first belongs to the set */
    if (!end)
        return NULL;
    directive->set_length = (size_t)(end - format);
    return end + 1;
}

static int is_in_set(const struct directive *directive, int c)
{
    const char *set = directive->set;
    int found = 0;
    for (size_t i = 0; i < directive->set_length; i++)
        if (i + 2 < directive->set_length && set[i + 1] == '-') {
            found |= c >= (unsigned char)set[i] && c <= (unsigned char)set[i + 2];
            i += 2;
        } else {
            found |= c == (unsigned char)set[i];
        }
    return found != directive->is_complement;
}

/* Reads characters into room (or none, if that is null). Returns how many; stops before the first that does not belong. */
static int read_characters(struct source *source, const struct directive *directive, char *room)
{
    int most = directive->width ? directive->width : directive->kind == 'c' ? 1 : INT_MAX, count = 0;
    while (count < most) {
        int c = take(source);
        if (c == EOF)
            break;
        if ((directive->kind == 's' && isspace(c)) || (directive->kind == '[' && !is_in_set(directive, c))) {
            put_back(source, c);
            break;
        }
        if (room)
            room[count] = (char)c;
        count++;
    }
    if (room && directive->kind != 'c')
        room[count] = '\0';
    return count;
}

/* Whether a number may go on with that character. */
static int may_follow(const char *number, int length, int c, int base, int is_real)
{
    int before = length ? number[length - 1] : 0;
    if (c == '+' || c == '-')
        return length == 0 || (is_real && (before == 'e' || before == 'E'));
    if (is_real)
        return isdigit(c) || (c == '.' && !memchr(number, '.', (size_t)length))
                || ((c == 'e' || c == 'E') && length > 0 && !memchr(number, 'e', (size_t)length) && !memchr(number, 'E', (size_t)length));
    if ((c == 'x' || c == 'X') && (base == 16 || base == 0))
        return before == '0' && (length == 1 || (length == 2 && !isdigit((unsigned char)number[0])));
    int is_hexadecimal = base == 16 || (base == 0 && length > 1 && memchr(number, 'x', (size_t)length)) || (base == 0 && before == 'X');
    return base == 8 ? c >= '0' && c <= '7' : is_hexadecimal ? isxdigit(c) : isdigit(c);
}

/* Collects the text of a number. Returns its length. */
static int read_number(struct source *source, const struct directive *directive, int base, int is_real, char *number, int room)
{
    int most = directive->width && directive->width < room ? directive->width : room - 1, length = 0;
    while (length < most) {
        int c = take(source);
        if (c == EOF || !may_follow(number, length, c, base, is_real)) {
            put_back(source, c);
            break;
        }
        number[length++] = (char)c;
    }
    number[length] = '\0';
    return length;
}

static void store_integer(void *to, int size, unsigned long value)
{
    switch (size) {
    case -2: *(char *)to = (char)value; break;
    case -1: *(short *)to = (short)value; break;
    case 0: *(int *)to = (int)value; break;
    default: *(long *)to = (long)value;
    }
}

/* Returns 1 if it was converted, 0 if what is there does not match, EOF at the end of the input. */
static int convert(struct source *source, const struct directive *directive, void *to)
{
    char number[128], *end;
    int first = directive->kind == 'c' || directive->kind == '[' ? take(source) : skip_space(source);
    if (first == EOF)
        return EOF;
    if (directive->kind == 'c' || directive->kind == '[')
        put_back(source, first);
    switch (directive->kind) {
    case 'c': case 's': case '[': {
        int count = read_characters(source, directive, to);
        return directive->kind == 'c' ? count == (directive->width ? directive->width : 1) : count > 0;
    }
    case 'a': case 'e': case 'f': case 'g': case 'E': case 'F': case 'G': {
        read_number(source, directive, 10, 1, number, sizeof number);
        double value = strtod(number, &end);
        if (end == number || *end)
            return 0;
        if (to && directive->size > 0)
            *(double *)to = value;
        else if (to)
            *(float *)to = (float)value;
        return 1;
    }
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': {
        int base = directive->kind == 'i' ? 0 : directive->kind == 'o' ? 8 : directive->kind == 'x' || directive->kind == 'X' ? 16 : 10;
        int is_signed = directive->kind == 'd' || directive->kind == 'i', saved = errno;
        read_number(source, directive, base, 0, number, sizeof number);
        unsigned long value = is_signed ? (unsigned long)strtol(number, &end, base) : strtoul(number, &end, base);
        errno = saved;
        if (end == number || *end)
            return 0;
        if (to)
            store_integer(to, directive->size, value);
        return 1;
    }
    default:
        return 0;
    }
}

static int scan(struct source *source, const char *format, va_list arguments)
{
    int count = 0;
    while (*format) {
        if (isspace((unsigned char)*format)) {
            skip_space(source);
            format++;
            continue;
        }
        if (*format != '%' || format[1] == '%') {
            if (*format == '%') {
                skip_space(source);
                format++;
            }
            int c = take(source);
            if (c != (unsigned char)*format++) {
                put_back(source, c);
                return c == EOF && count == 0 ? EOF : count;
            }
            continue;
        }
        struct directive directive;
        format = parse(format + 1, &directive);
        if (!format)
            return count;
        void *to = directive.is_dropped ? NULL : va_arg(arguments, void *);
        if (directive.kind == 'n') {
            if (to)
                store_integer(to, directive.size, (unsigned long)source->taken);
            continue;
        }
        int result = convert(source, &directive, to);
        if (result != 1)
            return result == EOF && count == 0 ? EOF : count;
        count += !directive.is_dropped;
    }
    return count;
}

int vfscanf(FILE *stream, const char *format, va_list arguments)
{
    struct source source = {stream, NULL, 0};
    return scan(&source, format, arguments);
}

int vsscanf(const char *text, const char *format, va_list arguments)
{
    struct source source = {NULL, text, 0};
    return scan(&source, format, arguments);
}

int vscanf(const char *format, va_list arguments)
{
    return vfscanf(stdin, format, arguments);
}

#define CALL_WITH_ARGUMENTS(last, call)   \
    va_list arguments;                    \
    va_start(arguments, last);            \
    int count = call;                     \
    va_end(arguments);                    \
    return count

int scanf(const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vfscanf(stdin, format, arguments));
}

int fscanf(FILE *stream, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vfscanf(stream, format, arguments));
}

int sscanf(const char *text, const char *format, ...)
{
    CALL_WITH_ARGUMENTS(format, vsscanf(text, format, arguments));
}
