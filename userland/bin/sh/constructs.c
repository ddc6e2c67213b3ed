#include "constructs.h"

#include "lexer.h"
#include "shell.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEEPEST 500

static int nesting;

void enter_nesting(struct source *source)
{
    if (++nesting > DEEPEST)
        syntax_error(source, "too deeply nested");
}

void leave_nesting(void)
{
    nesting--;
}

void reset_nesting(void)
{
    nesting = 0;
}

void syntax_error(const struct source *source, const char *format, ...)
{
    char what[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    shell.line = source->line;
    fail("Syntax error: %s", what);
}

int is_name_start(int c)
{
    return isalpha(c) || c == '_';
}

int is_name_part(int c)
{
    return isalnum(c) || c == '_';
}

int peek_joined(struct source *source)
{
    while (source_peek(source) == '\\') {
        source->position++;
        int next = source_peek(source);
        if (next != '\n') {
            source->position--;
            return '\\';
        }
        source_get(source);
    }
    return source_peek(source);
}

/* The next character of something that must not end yet. */
static int get_inside(struct source *source, const char *construct)
{
    int c = source_get(source);
    if (c == END_OF_SOURCE)
        syntax_error(source, "unterminated %s", construct);
    return c;
}

static void scan_single_quotes(struct source *source, struct buffer *text)
{
    int c;
    do {
        c = get_inside(source, "quoted string");
        buffer_add(text, c);
    } while (c != '\'');
}

/* The character that a backslash precedes. */
static void scan_escaped(struct source *source, struct buffer *text)
{
    if (source_peek(source) != END_OF_SOURCE)
        buffer_add(text, source_get(source));
}

static void scan_double_quotes(struct source *source, struct buffer *text)
{
    for (;;) {
        peek_joined(source);
        int c = get_inside(source, "quoted string");
        buffer_add(text, c);
        if (c == '"')
            return;
        scan_construct(source, text, c, 1);
    }
}

static void scan_backquotes(struct source *source, struct buffer *text)
{
    for (;;) {
        int c = get_inside(source, "backquote substitution");
        buffer_add(text, c);
        if (c == '`')
            return;
        if (c == '\\')
            scan_escaped(source, text);
    }
}

/* Within double quotes a single quote is an ordinary character, but not in the pattern of ${x%pattern}. */
static int has_pattern(const struct buffer *text, size_t start)
{
    size_t i = start;
    while (i < text->length && is_name_part(text->bytes[i]))
        i++;
    if (i == start && i < text->length)
        i++; /* a special parameter */
    return i > start && i < text->length && (text->bytes[i] == '%' || text->bytes[i] == '#');
}

static void scan_braces(struct source *source, struct buffer *text, int in_quotes)
{
    size_t start = text->length;
    for (;;) {
        peek_joined(source);
        int c = get_inside(source, "${");
        buffer_add(text, c);
        if (c == '}')
            return;
        if (c == '"')
            scan_double_quotes(source, text);
        else
            scan_construct(source, text, c, in_quotes && !has_pattern(text, start));
    }
}

static void scan_arithmetic(struct source *source, struct buffer *text)
{
    for (int open = 0; ; ) {
        peek_joined(source);
        int c = get_inside(source, "arithmetic expansion");
        buffer_add(text, c);
        if (c == '(') {
            open++;
        } else if (c == ')') {
            if (--open < 0)
                break;
        } else {
            scan_construct(source, text, c, 1);
        }
    }
    if (peek_joined(source) != ')')
        syntax_error(source, "missing '))'");
    buffer_add(text, source_get(source));
}

/* Commands end where the parser says: a parenthesis may also belong to a case item, or be quoted. */
static void scan_substitution(struct source *source, struct buffer *text)
{
    size_t start = source->position;
    program_drop(parse_substitution(source));
    buffer_add_text(text, source->text + start, source->position - start);
}

static void scan_dollar(struct source *source, struct buffer *text, int in_quotes)
{
    int c = peek_joined(source);
    if (c == '{') {
        buffer_add(text, source_get(source));
        scan_braces(source, text, in_quotes);
    } else if (c == '(') {
        buffer_add(text, source_get(source));
        if (peek_joined(source) == '(') {
            buffer_add(text, source_get(source));
            scan_arithmetic(source, text);
        } else {
            scan_substitution(source, text);
        }
    }
}

void scan_construct(struct source *source, struct buffer *text, int c, int in_quotes)
{
    enter_nesting(source);
    if (c == '\\')
        scan_escaped(source, text);
    else if (c == '$')
        scan_dollar(source, text, in_quotes);
    else if (c == '`')
        scan_backquotes(source, text);
    else if (c == '\'' && !in_quotes)
        scan_single_quotes(source, text);
    else if (c == '"' && !in_quotes)
        scan_double_quotes(source, text);
    leave_nesting();
}

/* Lets a scan run over a text, and gives back how far it got. */
static size_t measure(const char *text, void (*scan)(struct source *, struct buffer *))
{
    struct source source;
    struct mark mark = arena_mark(&shell.scratch);
    struct buffer ignored = {.arena = &shell.scratch};
    source_from_text(&source, text, strlen(text), shell.line);
    scan(&source, &ignored);
    arena_release(&shell.scratch, mark);
    return source.position;
}

static void scan_braces_outside(struct source *source, struct buffer *text)
{
    scan_braces(source, text, 0);
}

static void scan_braces_in_quotes(struct source *source, struct buffer *text)
{
    scan_braces(source, text, 1);
}

size_t length_of_braces(const char *text, int in_quotes)
{
    return measure(text, in_quotes ? scan_braces_in_quotes : scan_braces_outside);
}

size_t length_of_arithmetic(const char *text)
{
    return measure(text, scan_arithmetic);
}

size_t length_of_double_quotes(const char *text)
{
    return measure(text, scan_double_quotes);
}

size_t length_of_backquotes(const char *text)
{
    return measure(text, scan_backquotes);
}
