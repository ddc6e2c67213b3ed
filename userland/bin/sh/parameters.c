/* $name and ${name…}: variables, positional and special parameters. */
#include "expand.h"
#include "lexer.h"
#include "options.h"
#include "shell.h"
#include "variables.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *field_separators(void)
{
    const char *separators = variable_get("IFS");
    return separators ? separators : " \t\n";
}

/* How long the name at the beginning of a text is: of a variable, digits, or one special character. */
static size_t name_length(const char *text, int only_one_digit)
{
    size_t length = 0;
    if (is_name_start(*text))
        while (is_name_part(text[length]))
            length++;
    else if (isdigit((unsigned char)*text) && !only_one_digit)
        while (isdigit((unsigned char)text[length]))
            length++;
    else if (*text && strchr("0123456789@*#?-$!", *text))
        length = 1;
    return length;
}

static int is_list(const char *name)
{
    return (*name == '@' || *name == '*') && !name[1];
}

static const char *number_text(long number)
{
    char *text = arena_get(&shell.scratch, 24);
    snprintf(text, 24, "%ld", number);
    return text;
}

/* NULL if the parameter is not set; of a list, its first element. */
static const char *value_of(const char *name)
{
    if (is_name_start(*name))
        return variable_get(name);
    if (is_list(name))
        return shell.arguments.count > 0 ? shell.arguments.values[0] : NULL;
    if (isdigit((unsigned char)*name)) {
        long index = strtol(name, NULL, 10);
        if (index == 0)
            return shell.name;
        return index <= shell.arguments.count ? shell.arguments.values[index - 1] : NULL;
    }
    switch (*name) {
    case '#': return number_text(shell.arguments.count);
    case '?': return number_text(shell.status);
    case '$': return number_text(shell.pid);
    case '!': return shell.last_background ? number_text(shell.last_background) : NULL;
    default: return options_letters();
    }
}

/* "$*" is one text, "$@" as many as there are parameters, none of them split; without quotes both are a list, too. */
static void expand_list(struct expansion *expansion, char kind, enum quoting quoting)
{
    struct arguments list = shell.arguments;
    char separator = *field_separators();
    if (list.count == 0)
        expansion->saw_empty_list = kind == '@';
    for (int i = 0; i < list.count; i++) {
        expansion_add_value(expansion, list.values[i], quoting);
        if (quoting && kind == '@' && !*list.values[i])
            expansion_add(expansion, '\0', EMPTY_QUOTES);
        if (i + 1 == list.count)
            break;
        if (kind == '@' || (!quoting && !expansion->is_single))
            expansion_next_piece(expansion);
        else if (separator)
            expansion_add(expansion, separator, FROM_QUOTES);
    }
}

static void check_is_set(const char *name, const char *value)
{
    if (!value && shell.options[OPTION_NOUNSET] && !is_list(name))
        fail("%s: parameter not set", name);
}

static void expand_value(struct expansion *expansion, const char *name, const char *value, enum quoting quoting)
{
    if (is_list(name))
        expand_list(expansion, *name, quoting);
    else if (value)
        expansion_add_value(expansion, value, quoting);
}

/* A dollar sign that no name follows stands for itself. */
const char *expand_parameter(struct expansion *expansion, const char *text, enum quoting quoting)
{
    size_t length = name_length(text, 1);
    if (length == 0) {
        expansion_add(expansion, '$', quoting ? FROM_QUOTES : FROM_WORD);
        return text;
    }
    const char *name = arena_copy(&shell.scratch, text, length);
    const char *value = value_of(name);
    check_is_set(name, value);
    expand_value(expansion, name, value, quoting);
    return text + length;
}

/* The value without what matches the pattern at one of its ends; %% and ## take the longest match, % and # the
 * shortest. */
static const char *trim(const char *value, char end, int longest, const char *pattern)
{
    size_t length = strlen(value);
    for (size_t i = 0; i <= length; i++) {
        size_t matched = longest ? length - i : i;
        if (end == '%') {
            if (fnmatch(pattern, value + length - matched, 0) == 0)
                return arena_copy(&shell.scratch, value, length - matched);
        } else {
            struct mark mark = arena_mark(&shell.scratch);
            int matches = fnmatch(pattern, arena_copy(&shell.scratch, value, matched), 0) == 0;
            arena_release(&shell.scratch, mark);
            if (matches)
                return value + matched;
        }
    }
    return value;
}

static void expand_trimmed(struct expansion *expansion, const char *name, const char *value, char *operation,
                           enum quoting quoting)
{
    int longest = operation[1] == operation[0];
    const char *pattern = expand_pattern(operation + 1 + longest);
    check_is_set(name, value);
    if (value)
        expansion_add_value(expansion, trim(value, operation[0], longest, pattern), quoting);
}

static void assign(const char *name, const char *value)
{
    if (!is_name_start(*name))
        fail("%s: bad variable name", name);
    variable_set(name, value);
}

/* ${name:-word} and its kin: what the word is for depends on whether the parameter is set, or not empty either. */
static void expand_alternative(struct expansion *expansion, const char *name, const char *value, char *operation,
                               enum quoting quoting)
{
    int checks_empty = *operation == ':';
    char kind = operation[checks_empty];
    char *word = operation + checks_empty + 1;
    int has_value = value && !(checks_empty && !*value);
    if (kind == '+') {
        if (has_value)
            expand_text(expansion, word, strlen(word), quoting);
    } else if (has_value) {
        expand_value(expansion, name, value, quoting);
    } else if (kind == '-') {
        expand_text(expansion, word, strlen(word), quoting);
    } else if (kind == '=') {
        assign(name, expand_single(word));
        expand_value(expansion, name, variable_get(name), quoting);
    } else {
        const char *message = expand_single(word);
        fail("%s: %s", name, *message ? message : checks_empty ? "parameter not set or null" : "parameter not set");
    }
}

static void expand_length(struct expansion *expansion, const char *name)
{
    const char *value = is_list(name) ? NULL : value_of(name);
    check_is_set(name, value);
    long length = is_list(name) ? shell.arguments.count : value ? (long)strlen(value) : 0;
    expansion_add_value(expansion, number_text(length), QUOTED);
}

const char *expand_braces(struct expansion *expansion, const char *text, enum quoting quoting)
{
    size_t whole = length_of_braces(text, quoting != UNQUOTED);
    char *inside = arena_copy(&shell.scratch, text, whole - 1);
    size_t after_hash = *inside == '#' ? name_length(inside + 1, 0) : 0;
    if (after_hash && !inside[1 + after_hash]) {
        expand_length(expansion, inside + 1);
        return text + whole;
    }
    size_t length = name_length(inside, 0);
    const char *name = arena_copy(&shell.scratch, inside, length);
    char *operation = inside + length;
    const char *value = length ? value_of(name) : NULL;
    if (length && !*operation) {
        check_is_set(name, value);
        expand_value(expansion, name, value, quoting);
    } else if (length && (*operation == '%' || *operation == '#')) {
        expand_trimmed(expansion, name, value, operation, quoting);
    } else if (length && strchr("-=?+", operation[*operation == ':']) && operation[*operation == ':']) {
        expand_alternative(expansion, name, value, operation, quoting);
    } else {
        fail("Bad substitution");
    }
    return text + whole;
}
