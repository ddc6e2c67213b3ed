/* The builtins echo and printf. */
#include "builtins.h"
#include "shell.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the characters behind a backslash stand for; the position moves behind them. -1: print nothing any more. */
static int unescape(const char **position, int zero_begins_octal)
{
    static const char letters[] = "abfnrtv\\", characters[] = "\a\b\f\n\r\t\v\\";
    char c = **position;
    const char *letter = c ? strchr(letters, c) : NULL;
    if (c == 'c' && zero_begins_octal)
        return -1;
    if (letter) {
        ++*position;
        return characters[letter - letters];
    }
    if (c < '0' || c > '7' || (zero_begins_octal && c != '0'))
        return '\\'; /* of no meaning: as it stands */
    int value = 0, digits = zero_begins_octal ? 4 : 3;
    for (; digits > 0 && **position >= '0' && **position <= '7'; digits--)
        value = value * 8 + *(*position)++ - '0';
    return value & 0xff;
}

/* Prints a text with escapes; 0 after \c. */
static int print_escaped(const char *text)
{
    while (*text) {
        char c = *text++;
        if (c != '\\') {
            putchar(c);
            continue;
        }
        int result = unescape(&text, 1);
        if (result < 0)
            return 0;
        putchar(result);
    }
    return 1;
}

static int output_status(const char *command)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    complain("%s: I/O error", command);
    return 1;
}

int run_echo(int count, char **arguments, int flags)
{
    (void)flags;
    int first = 1;
    int ends_line = !(count > 1 && strcmp(arguments[1], "-n") == 0);
    first += !ends_line;
    for (int i = first; i < count; i++) {
        if (i > first)
            putchar(' ');
        if (!print_escaped(arguments[i]))
            return output_status("echo");
    }
    if (ends_line)
        putchar('\n');
    return output_status("echo");
}

/* The arguments of printf, which the format may go through several times. */
struct arguments_left {
    char **next;
    int status;
};

static const char *next_text(struct arguments_left *left)
{
    return *left->next ? *left->next++ : "";
}

/* A number, or the code of the character behind a quote. */
static long next_number(struct arguments_left *left)
{
    const char *text = next_text(left);
    if (*text == '"' || *text == '\'')
        return (unsigned char)text[1];
    char *end;
    errno = 0;
    long number = *text == '-' ? strtol(text, &end, 0) : (long)strtoul(text, &end, 0);
    if (errno == ERANGE)
        complain("printf: %s: Numerical result out of range", text);
    else if (end == text && *text)
        complain("printf: %s: expected numeric value", text);
    else if (*end)
        complain("printf: %s: not completely converted", text);
    left->status |= errno == ERANGE || *end != '\0';
    return number;
}

static double next_double(struct arguments_left *left)
{
    const char *text = next_text(left);
    char *end;
    double number = strtod(text, &end);
    if (*end) {
        complain("printf: %s: %s", text, end == text ? "expected numeric value" : "not completely converted");
        left->status = 1;
    }
    return number;
}

/* %b: a text with escapes, in which \0ddd is octal. */
static int print_unescaped(const char *format, const char *text)
{
    struct buffer result = {.arena = &shell.scratch};
    int goes_on = 1;
    while (*text && goes_on) {
        char c = *text++;
        int value = c == '\\' ? unescape(&text, 1) : c;
        if (value >= 0)
            buffer_add(&result, value);
        goes_on = value >= 0;
    }
    printf(format, buffer_end(&result));
    return goes_on;
}

/* Copies "%flags width.precision" with stars replaced by arguments; the conversion's letter is to follow. */
static const char *copy_specification(const char *format, struct buffer *copy, struct arguments_left *left)
{
    buffer_add(copy, '%');
    for (; *format && strchr("#-+ 0123456789.*", *format); format++) {
        char number[24];
        if (*format == '*')
            buffer_add_text(copy, number, snprintf(number, sizeof number, "%d", (int)next_number(left)));
        else
            buffer_add(copy, *format);
    }
    return format;
}

/* One conversion; where the format goes on, or NULL if nothing more is to be printed. */
static const char *convert(const char *format, struct arguments_left *left)
{
    struct buffer copy = {.arena = &shell.scratch};
    format = copy_specification(format, &copy, left);
    char conversion = *format;
    if (!conversion || !strchr("diouxXcsbeEfFgG", conversion)) {
        complain("printf: %%%c: invalid directive", conversion);
        left->status = 2;
        return NULL;
    }
    if (strchr("diouxX", conversion))
        buffer_add(&copy, 'l');
    buffer_add(&copy, conversion == 'b' ? 's' : conversion);
    const char *specification = buffer_end(&copy);
    if (strchr("diouxX", conversion))
        printf(specification, next_number(left));
    else if (strchr("eEfFgG", conversion))
        printf(specification, next_double(left));
    else if (conversion == 'c')
        printf(specification, *next_text(left));
    else if (conversion == 's')
        printf(specification, next_text(left));
    else if (!print_unescaped(specification, next_text(left)))
        return NULL;
    return format + 1;
}

static int print_once(const char *format, struct arguments_left *left)
{
    while (*format) {
        char c = *format++;
        if (c == '\\') {
            if (*format == 'c')
                return 0;
            putchar(unescape(&format, 0));
        } else if (c == '%' && *format == '%') {
            putchar(*format++);
        } else if (c == '%') {
            format = convert(format, left);
            if (!format)
                return 0;
        } else {
            putchar(c);
        }
    }
    return 1;
}

/* The format is used again as long as it takes arguments and there are some left. */
int run_printf(int count, char **arguments, int flags)
{
    (void)flags;
    int first = 1 + (count > 1 && strcmp(arguments[1], "--") == 0);
    if (first >= count) {
        complain("printf: usage: printf FORMAT [WORD...]");
        return 2;
    }
    struct arguments_left left = {arguments + first + 1, 0};
    char **before;
    do {
        before = left.next;
        if (!print_once(arguments[first], &left))
            break;
    } while (*left.next && left.next > before);
    return left.status | output_status("printf");
}
