/* The builtin test, or [: its expressions, by recursive descent. */
#include "builtins.h"
#include "shell.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEPEST 500

struct expression {
    char **next;
    char **end;
    int depth;
    int is_wrong;
};

static int parse_or(struct expression *expression);

static int left(const struct expression *expression)
{
    return expression->end - expression->next;
}

static int wrong(struct expression *expression, const char *what, const char *text)
{
    if (!expression->is_wrong)
        complain("test: %s%s", text, what);
    expression->is_wrong = 1;
    return 0;
}

static long number(struct expression *expression, const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    while (isspace((unsigned char)*end))
        end++;
    if (end == text || *end) {
        if (!expression->is_wrong)
            complain("test: Illegal number: %s", text);
        expression->is_wrong = 1;
    }
    return value;
}

static int is_unary(const char *text)
{
    return text[0] == '-' && text[1] && !text[2] && strchr("bcdefghknprsStuwxzL", text[1]);
}

static const char *const binary[] = {"=",   "==",  "!=",  "<",   ">",   "-eq", "-ne",
                                     "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"};

static int find_binary(const char *text)
{
    for (size_t i = 0; i < sizeof binary / sizeof binary[0]; i++)
        if (strcmp(binary[i], text) == 0)
            return i;
    return -1;
}

static int test_mode(char operator, const struct stat *status)
{
    switch (operator) {
    case 'b': return S_ISBLK(status->st_mode);
    case 'c': return S_ISCHR(status->st_mode);
    case 'd': return S_ISDIR(status->st_mode);
    case 'f': return S_ISREG(status->st_mode);
    case 'p': return S_ISFIFO(status->st_mode);
    case 'S': return S_ISSOCK(status->st_mode);
    case 'g': return (status->st_mode & S_ISGID) != 0;
    case 'u': return (status->st_mode & S_ISUID) != 0;
    case 'k': return (status->st_mode & S_ISVTX) != 0;
    case 's': return status->st_size > 0;
    case 'h':
    case 'L': return S_ISLNK(status->st_mode);
    default: return 1; /* -e: it exists */
    }
}

static int test_unary(struct expression *expression, char operator, const char *operand)
{
    struct stat status;
    switch (operator) {
    case 'n': return *operand != '\0';
    case 'z': return *operand == '\0';
    case 't': return isatty(number(expression, operand));
    case 'r': return access(operand, R_OK) == 0;
    case 'w': return access(operand, W_OK) == 0;
    case 'x': return access(operand, X_OK) == 0;
    case 'h':
    case 'L': return lstat(operand, &status) == 0 && test_mode(operator, &status);
    default: return stat(operand, &status) == 0 && test_mode(operator, &status);
    }
}

static int is_newer(const struct stat *a, const struct stat *b)
{
    return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
                                                  : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static int compare_files(const char *a, const char *operator, const char *b)
{
    struct stat first, second;
    int has_first = stat(a, &first) == 0, has_second = stat(b, &second) == 0;
    switch (operator[1]) {
    case 'n': return has_first && (!has_second || is_newer(&first, &second));
    case 'o': return has_second && (!has_first || is_newer(&second, &first));
    default: return has_first && has_second && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    }
}

static int test_binary(struct expression *expression, const char *a, const char *operator, const char *b)
{
    switch (operator[0]) {
    case '=': return strcmp(a, b) == 0;
    case '!': return strcmp(a, b) != 0;
    case '<': return strcmp(a, b) < 0;
    case '>': return strcmp(a, b) > 0;
    }
    if (operator[2] == 'f' || (operator[2] == 't' && strchr("no", operator[1])))
        return compare_files(a, operator, b);
    long x = number(expression, a), y = number(expression, b);
    if (strcmp(operator, "-eq") == 0)
        return x == y;
    if (strcmp(operator, "-ne") == 0)
        return x != y;
    if (operator[1] == 'l')
        return operator[2] == 't' ? x < y : x <= y;
    return operator[2] == 't' ? x > y : x >= y;
}

/* With a binary operator in the middle it is a comparison, whatever the operands look like. */
static int parse_primary(struct expression *expression)
{
    if (left(expression) >= 3 && find_binary(expression->next[1]) >= 0) {
        char **words = expression->next;
        expression->next += 3;
        return test_binary(expression, words[0], words[1], words[2]);
    }
    if (left(expression) == 0)
        return wrong(expression, "argument expected", "");
    char *word = *expression->next++;
    if (strcmp(word, "(") == 0 && left(expression) > 0) {
        int result = parse_or(expression);
        if (left(expression) == 0 || strcmp(*expression->next, ")") != 0)
            return wrong(expression, "closing paren expected", "");
        expression->next++;
        return result;
    }
    if (is_unary(word) && left(expression) > 0)
        return test_unary(expression, word[1], *expression->next++);
    return *word != '\0';
}

static int parse_not(struct expression *expression)
{
    if (++expression->depth > DEEPEST)
        return wrong(expression, "too deeply nested", "");
    int result;
    int is_comparison = left(expression) >= 3 && find_binary(expression->next[1]) >= 0;
    if (left(expression) > 1 && !is_comparison && strcmp(*expression->next, "!") == 0) {
        expression->next++;
        result = !parse_not(expression);
    } else {
        result = parse_primary(expression);
    }
    expression->depth--;
    return result;
}

static int take(struct expression *expression, const char *text)
{
    if (left(expression) < 2 || strcmp(*expression->next, text) != 0)
        return 0;
    expression->next++;
    return 1;
}

static int parse_and(struct expression *expression)
{
    int result = parse_not(expression);
    while (!expression->is_wrong && take(expression, "-a"))
        result &= parse_not(expression);
    return result;
}

static int parse_or(struct expression *expression)
{
    int result = parse_and(expression);
    while (!expression->is_wrong && take(expression, "-o"))
        result |= parse_and(expression);
    return result;
}

int run_test(int count, char **arguments, int flags)
{
    (void)flags;
    if (strcmp(arguments[0], "[") == 0 && strcmp(arguments[--count], "]") != 0) {
        complain("[: missing ]");
        return 2;
    }
    struct expression expression = {.next = arguments + 1, .end = arguments + count};
    if (count <= 1)
        return 1;
    int result = parse_or(&expression);
    if (!expression.is_wrong && left(&expression) > 0)
        wrong(&expression, ": unexpected operator", *expression.next);
    return expression.is_wrong ? 2 : !result;
}
