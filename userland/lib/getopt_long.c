/* Options with long names, --NAME or --NAME=VALUE; those of one letter, and the order of words, are getopt's business. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int getopt_position; /* of getopt.c: where it is within a word of letters, or 0 */

static const struct option *find(const char *word, size_t length, const struct option *options)
{
    for (; options->name; options++)
        if (strlen(options->name) == length && strncmp(options->name, word, length) == 0)
            return options;
    return NULL;
}

static int complain(const char *program, const char *what, const char *word, int result)
{
    if (opterr)
        fprintf(stderr, "%s: %s '%s'\n", program, what, word);
    return result;
}

/* The first word from optind on that begins with a dash; those before it are operands. */
static int next_option(int argc, char *const argv[])
{
    int found = optind;
    while (found < argc && (argv[found][0] != '-' || argv[found][1] == '\0'))
        found++;
    return found;
}

/* Brings a word to where optind is, and goes past it. Operands keep their order behind it. */
static void take(char **argv, int from)
{
    char *word = argv[from];
    memmove(argv + optind + 1, argv + optind, (from - optind) * sizeof *argv);
    argv[optind++] = word;
}

int getopt_long(int argc, char *const arguments[], const char *options, const struct option *long_options, int *index)
{
    char **argv = (char **)arguments;
    int at = next_option(argc, argv);
    int is_posix = *options == '+' || getenv("POSIXLY_CORRECT");
    int is_long = at < argc && strncmp(argv[at], "--", 2) == 0 && argv[at][2] != '\0' && getopt_position == 0
            && !(is_posix && at > optind);
    if (!is_long)
        return getopt(argc, arguments, options);
    char *word = argv[at] + 2;
    size_t length = strcspn(word, "=");
    char *value = word[length] == '=' ? word + length + 1 : NULL;
    const struct option *option = find(word, length, long_options);
    take(argv, at);
    optarg = NULL;
    if (!option)
        return complain(argv[0], "unrecognized option", word - 2, '?');
    if (value && option->has_arg == no_argument)
        return complain(argv[0], "option allows no argument", word - 2, '?');
    if (!value && option->has_arg == required_argument) {
        if (at + 1 >= argc)
            return complain(argv[0], "option requires an argument", word - 2, *options == ':' ? ':' : '?');
        take(argv, at + 1);
        value = argv[optind - 1];
    }
    optarg = value;
    if (index)
        *index = (int)(option - long_options);
    if (!option->flag)
        return option->val;
    *option->flag = option->val;
    return 0;
}
