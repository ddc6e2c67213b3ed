/* The options of a command line. Operands that stand before an option are moved behind it, as glibc does, unless
 * POSIXLY_CORRECT is set or the option text begins with a plus. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt;

int getopt_position; /* of the next option letter within argv[optind]; 0 where a new argument begins */

static int is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

/* Brings the next option argument to argv[optind]; the operands before it keep their order. */
static int find_option(int argc, char **argv, int only_in_front)
{
    int found = optind;
    while (found < argc && !is_option(argv[found]) && !only_in_front)
        found++;
    if (found >= argc || !is_option(argv[found]))
        return 0;
    char *option = argv[found];
    memmove(argv + optind + 1, argv + optind, (found - optind) * sizeof *argv);
    argv[optind] = option;
    return 1;
}

static void complain(const char *program, const char *what, int letter)
{
    if (opterr)
        fprintf(stderr, "%s: %s -- '%c'\n", program, what, letter);
}

/* The argument of an option: the rest of its word, or the next one, which operands may have been moved behind. */
static int take_argument(int argc, char **argv, int operands, int silent, int is_optional)
{
    if (argv[optind][getopt_position]) {
        optarg = argv[optind++] + getopt_position;
    } else if (is_optional) {
        optarg = NULL;
        optind++;
    } else if (optind + 1 + operands < argc) {
        optarg = argv[optind + 1 + operands];
        memmove(argv + optind + 2, argv + optind + 1, operands * sizeof *argv);
        argv[optind + 1] = optarg;
        optind += 2;
    } else {
        optind++;
        if (!silent)
            complain(argv[0], "option requires an argument", optopt);
        getopt_position = 0;
        return silent ? ':' : '?';
    }
    getopt_position = 0;
    return optopt;
}

int getopt(int argc, char *const arguments[], const char *options)
{
    static int operands; /* moved behind the current argument */
    char **argv = (char **)arguments;
    int only_in_front = *options == '+' || getenv("POSIXLY_CORRECT");
    options += *options == '+';
    int silent = *options == ':';
    if (getopt_position == 0 || optind == 0) {
        optind += optind == 0;
        getopt_position = 0;
        int first = optind;
        while (first < argc && !is_option(argv[first]))
            first++;
        operands = only_in_front ? 0 : first - optind;
        if (!find_option(argc, argv, only_in_front))
            return -1;
        if (strcmp(argv[optind], "--") == 0) {
            optind++;
            return -1;
        }
        getopt_position = 1;
    }
    optopt = (unsigned char)argv[optind][getopt_position++];
    const char *option = optopt == ':' ? NULL : strchr(options + silent, optopt);
    if (option && option[1] == ':')
        return take_argument(argc, argv, operands, silent, option[2] == ':');
    if (!option && !silent)
        complain(argv[0], "invalid option", optopt);
    if (argv[optind][getopt_position] == '\0') {
        getopt_position = 0;
        optind++;
    }
    return option ? optopt : '?';
}
