/* Builtins that set, declare and forget variables, options and positional parameters. */
#include "builtins.h"
#include "lexer.h"
#include "options.h"
#include "shell.h"
#include "simple.h"
#include "variables.h"

#include <stdio.h>
#include <string.h>

/* As a command would have it that sets the variable again. */
static void print_quoted(const char *value)
{
    printf("'");
    for (; *value; value++)
        printf(*value == '\'' ? "'\"'\"'" : "%c", *value);
    printf("'\n");
}

static int print_variables(const char *prefix, int only_exported, int only_readonly)
{
    struct variable **all = variables_sorted();
    for (; *all; all++) {
        if ((only_exported && !(*all)->is_exported) || (only_readonly && !(*all)->is_readonly))
            continue;
        if ((*all)->value) {
            printf("%s%s=", prefix, (*all)->name);
            print_quoted((*all)->value);
        } else if (*prefix) {
            printf("%s%s\n", prefix, (*all)->name);
        }
    }
    return 0;
}

/* The options at the front of set's arguments; where the positional parameters begin. */
static int switch_options(int count, char **arguments)
{
    int i = 1;
    for (; i < count && (*arguments[i] == '-' || *arguments[i] == '+') && arguments[i][1]; i++) {
        int is_on = *arguments[i] == '-';
        if (strcmp(arguments[i], "--") == 0)
            return i;
        for (const char *letter = arguments[i] + 1; *letter; letter++) {
            if (*letter == 'o' && i + 1 < count) {
                if (!option_switch_named(arguments[++i], is_on))
                    fail("set: Illegal option -o %s", arguments[i]);
                break;
            }
            if (*letter == 'o')
                options_print();
            else if (!option_switch(*letter, is_on))
                fail("set: Illegal option %c%c", is_on ? '-' : '+', *letter);
        }
    }
    return i;
}

int run_set(int count, char **arguments, int flags)
{
    (void)flags;
    if (count == 1)
        return print_variables("", 0, 0);
    int first = switch_options(count, arguments);
    if (first < count && strcmp(arguments[first], "--") == 0)
        set_arguments(count - first - 1, arguments + first + 1);
    else if (first < count)
        set_arguments(count - first, arguments + first);
    return 0;
}

int run_shift(int count, char **arguments, int flags)
{
    (void)flags;
    int shifted = count > 1 ? parse_count("shift", arguments[1]) : 1;
    if (shifted < 0)
        give_up(2);
    if (shifted > shell.arguments.count)
        fail("shift: can't shift that many");
    shell.arguments.values += shifted;
    shell.arguments.count -= shifted;
    return 0;
}

static void check_name(const char *name, size_t length)
{
    size_t good = 0;
    while (good < length && is_name_part(name[good]))
        good++;
    if (!is_name_start(*name) || good < length)
        fail("%.*s: bad variable name", (int)length, name);
}

static struct variable *declare(const char *argument, int is_local)
{
    size_t length = strcspn(argument, "=");
    check_name(argument, length);
    char *name = arena_copy(&shell.scratch, argument, length);
    if (is_local)
        scope_hide(name);
    if (argument[length])
        variable_assign(argument);
    return variable_declare(name);
}

/* The first argument that is a name: -p stands for "print", which is done without names anyway. */
static int first_name(int count, char **arguments)
{
    return 1 + (count > 1 && (strcmp(arguments[1], "-p") == 0 || strcmp(arguments[1], "--") == 0));
}

int run_export(int count, char **arguments, int flags)
{
    (void)flags;
    int i = first_name(count, arguments);
    if (i >= count)
        return print_variables("export ", 1, 0);
    for (; i < count; i++)
        declare(arguments[i], 0)->is_exported = 1;
    return 0;
}

int run_readonly(int count, char **arguments, int flags)
{
    (void)flags;
    int i = first_name(count, arguments);
    if (i >= count)
        return print_variables("readonly ", 0, 1);
    for (; i < count; i++)
        declare(arguments[i], 0)->is_readonly = 1;
    return 0;
}

int run_local(int count, char **arguments, int flags)
{
    (void)flags;
    if (!scope_of_function())
        fail("local: not in a function");
    for (int i = 1; i < count; i++)
        declare(arguments[i], 1);
    return 0;
}

int run_unset(int count, char **arguments, int flags)
{
    (void)flags;
    int first = 1, functions_only = 0;
    if (count > 1 && (strcmp(arguments[1], "-f") == 0 || strcmp(arguments[1], "-v") == 0)) {
        functions_only = arguments[1][1] == 'f';
        first = 2;
    }
    for (int i = first; i < count; i++) {
        if (functions_only) {
            function_unset(arguments[i]);
        } else {
            check_name(arguments[i], strlen(arguments[i]));
            variable_unset(arguments[i]);
        }
    }
    return 0;
}
