/* $((expression)): integers of 64 bits, with C's operators, by precedence climbing. */
#include "expand.h"
#include "lexer.h"
#include "shell.h"
#include "variables.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 500

struct expression {
    const char *whole;
    const char *position;
    int depth;
    int is_skipped; /* in the operand that && || ?: do not need: nothing is assigned, nothing fails */
};

static const struct {
    const char *text;
    int precedence;
} operators[] = { /* the longer before the shorter */
    {"<<", 8}, {">>", 8}, {"<=", 7}, {">=", 7}, {"==", 6}, {"!=", 6}, {"&&", 2}, {"||", 1}, {"*", 10},
    {"/", 10}, {"%", 10}, {"+", 9}, {"-", 9}, {"<", 7}, {">", 7}, {"&", 5}, {"^", 4}, {"|", 3},
};

static long parse_assignment(struct expression *expression);

static void bad_expression(struct expression *expression, const char *what)
{
    fail("arithmetic expression: %s: \"%s\"", what, expression->whole);
}

static void enter(struct expression *expression)
{
    if (++expression->depth > DEEPEST)
        bad_expression(expression, "too deeply nested");
}

static void skip_blanks(struct expression *expression)
{
    while (isspace((unsigned char)*expression->position))
        expression->position++;
}

static int take(struct expression *expression, const char *text)
{
    skip_blanks(expression);
    if (strncmp(expression->position, text, strlen(text)) != 0)
        return 0;
    expression->position += strlen(text);
    return 1;
}

static long to_number(const char *text)
{
    char *end;
    long number = strtol(text, &end, 0);
    while (isspace((unsigned char)*end))
        end++;
    if (*end)
        fail("Illegal number: %s", text);
    return number;
}

static const char *take_name(struct expression *expression)
{
    const char *start = expression->position;
    while (is_name_part(*expression->position))
        expression->position++;
    return arena_copy(&shell.scratch, start, expression->position - start);
}

static long value_of(const char *name)
{
    const char *value = variable_get(name);
    if (!value && shell.options[OPTION_NOUNSET])
        fail("%s: parameter not set", name);
    return value && *value ? to_number(value) : 0;
}

static long parse_primary(struct expression *expression)
{
    skip_blanks(expression);
    if (take(expression, "(")) {
        enter(expression);
        long value = parse_assignment(expression);
        expression->depth--;
        if (!take(expression, ")"))
            bad_expression(expression, "expecting ')'");
        return value;
    }
    if (is_name_start(*expression->position)) {
        const char *name = take_name(expression);
        return expression->is_skipped ? 0 : value_of(name);
    }
    if (!isdigit((unsigned char)*expression->position))
        bad_expression(expression, "expecting primary");
    char *end;
    long value = strtol(expression->position, &end, 0);
    if (is_name_part(*end))
        bad_expression(expression, "illegal number");
    expression->position = end;
    return value;
}

static long parse_unary(struct expression *expression)
{
    enter(expression);
    long value;
    skip_blanks(expression);
    if (take(expression, "-"))
        value = -(unsigned long)parse_unary(expression); /* as unsigned numbers, which may overflow */
    else if (take(expression, "+"))
        value = parse_unary(expression);
    else if (take(expression, "~"))
        value = ~parse_unary(expression);
    else if (strncmp(expression->position, "!=", 2) != 0 && take(expression, "!"))
        value = !parse_unary(expression);
    else
        value = parse_primary(expression);
    expression->depth--;
    return value;
}

static long divide(struct expression *expression, long a, long b, int wants_rest)
{
    if (b == 0) {
        if (!expression->is_skipped)
            bad_expression(expression, "division by zero");
        return 0;
    }
    if (b == -1) /* LONG_MIN / -1 does not exist */
        return wants_rest ? 0 : (long)-(unsigned long)a;
    return wants_rest ? a % b : a / b;
}

static long apply(struct expression *expression, const char *operator, long a, long b)
{
    unsigned long x = a, y = b;
    switch (operator[0]) {
    case '*': return x * y;
    case '/': return divide(expression, a, b, 0);
    case '%': return divide(expression, a, b, 1);
    case '+': return x + y;
    case '-': return x - y;
    case '<': return operator[1] == '<' ? (long)(x << (b & 63)) : operator[1] == '=' ? a <= b : a < b;
    case '>': return operator[1] == '>' ? a >> (b & 63) : operator[1] == '=' ? a >= b : a > b;
    case '=': return a == b;
    case '!': return a != b;
    case '&': return operator[1] == '&' ? a && b : (long)(x & y);
    case '|': return operator[1] == '|' ? a || b : (long)(x | y);
    default: return x ^ y;
    }
}

/* The operator that comes next, if it binds at least so tightly and is no assignment such as += ; else -1. */
static int find_operator(struct expression *expression, int precedence)
{
    skip_blanks(expression);
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        size_t length = strlen(operators[i].text);
        if (strncmp(expression->position, operators[i].text, length) != 0)
            continue;
        int assigns = expression->position[length] == '='
                      && strstr("* / % + - & ^ | << >>", operators[i].text)
                      && (length == 2 || !strchr("<>", operators[i].text[0]));
        return operators[i].precedence >= precedence && !assigns ? (int)i : -1;
    }
    return -1;
}

static long parse_binary(struct expression *expression, int precedence)
{
    enter(expression);
    long value = parse_unary(expression);
    for (int i; (i = find_operator(expression, precedence)) >= 0; ) {
        const char *operator = operators[i].text;
        expression->position += strlen(operator);
        int is_decided = (strcmp(operator, "&&") == 0 && !value) || (strcmp(operator, "||") == 0 && value);
        expression->is_skipped += is_decided;
        long right = parse_binary(expression, operators[i].precedence + 1);
        expression->is_skipped -= is_decided;
        value = apply(expression, operator, value, right);
    }
    expression->depth--;
    return value;
}

static long parse_conditional(struct expression *expression)
{
    long condition = parse_binary(expression, 1);
    if (!take(expression, "?"))
        return condition;
    enter(expression);
    expression->is_skipped += !condition;
    long yes = parse_assignment(expression);
    expression->is_skipped -= !condition;
    if (!take(expression, ":"))
        bad_expression(expression, "expecting ':'");
    expression->is_skipped += condition != 0;
    long no = parse_assignment(expression);
    expression->is_skipped -= condition != 0;
    expression->depth--;
    return condition ? yes : no;
}

/* name = value, name += value, …; NULL if no assignment operator comes next. */
static const char *take_assignment(struct expression *expression)
{
    static const char *const assignments[] = {"<<=", ">>=", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|="};
    for (size_t i = 0; i < sizeof assignments / sizeof assignments[0]; i++)
        if (take(expression, assignments[i]))
            return assignments[i];
    return expression->position[0] == '=' && expression->position[1] != '=' && take(expression, "=") ? "=" : NULL;
}

static long parse_assignment(struct expression *expression)
{
    skip_blanks(expression);
    if (!is_name_start(*expression->position))
        return parse_conditional(expression);
    const char *start = expression->position;
    const char *name = take_name(expression);
    const char *operator = take_assignment(expression);
    if (!operator) {
        expression->position = start;
        return parse_conditional(expression);
    }
    enter(expression);
    long value = parse_assignment(expression);
    expression->depth--;
    if (expression->is_skipped)
        return 0;
    if (*operator != '=') {
        char binary[3] = {operator[0], operator[1] == '=' ? '\0' : operator[1]};
        value = apply(expression, binary, value_of(name), value);
    }
    char text[24];
    snprintf(text, sizeof text, "%ld", value);
    variable_set(name, text);
    return value;
}

long evaluate(const char *text)
{
    struct expression expression = {.whole = text, .position = text};
    skip_blanks(&expression);
    if (!*expression.position)
        return 0;
    long value = parse_assignment(&expression);
    skip_blanks(&expression);
    if (*expression.position)
        bad_expression(&expression, "expecting EOF");
    return value;
}
