/* grep: prints the lines that match a regular expression
 *
 *     -E  extended expressions    -F  no expression, but a text    -i  large and small letters are the same
 *     -v  lines that do not match    -n  with their numbers    -c  only how many
 *     -l  only the names of files    -q  nothing; the exit status says it
 */
#include "regex.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int is_extended, is_text, ignores_case, is_inverted, shows_number, only_counts, only_names, is_quiet;
static struct regex *regex;
static const char *text;

static int contains(const char *line)
{
    size_t length = strlen(text);
    if (!ignores_case)
        return strstr(line, text) != NULL;
    for (size_t rest = strlen(line); rest >= length; rest--, line++)
        if (strncasecmp(line, text, length) == 0)
            return 1;
    return 0;
}

/* How many lines of the stream match. The name is that of the file, or NULL if lines shall not tell it. */
static long search(FILE *stream, const char *name)
{
    char *line = NULL;
    size_t size = 0;
    long number = 0, count = 0;
    for (ssize_t length; (length = getline(&line, &size, stream)) > 0; ) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        number++;
        if ((is_text ? contains(line) : regex_matches(regex, line)) == is_inverted)
            continue;
        count++;
        if (is_quiet || only_names)
            break;
        if (only_counts)
            continue;
        if (name)
            printf("%s:", name);
        if (shows_number)
            printf("%ld:", number);
        puts(line);
    }
    if (only_counts && name)
        printf("%s:", name);
    if (only_counts)
        printf("%ld\n", count);
    free(line);
    return count;
}

static const char *parse_options(int argc, char **argv)
{
    const char *expression = NULL;
    for (int option; (option = getopt(argc, argv, "EFGivnclqe:")) != -1; ) {
        switch (option) {
        case 'E': is_extended = 1; break;
        case 'F': is_text = 1; break;
        case 'i': ignores_case = 1; break;
        case 'v': is_inverted = 1; break;
        case 'n': shows_number = 1; break;
        case 'c': only_counts = 1; break;
        case 'l': only_names = 1; break;
        case 'q': is_quiet = 1; break;
        case 'e': expression = optarg; break;
        case 'G': break;
        default: exit(2);
        }
    }
    if (!expression && optind == argc)
        errx(2, "usage: grep [-EFivnclq] EXPRESSION [FILE...]");
    return expression ? expression : argv[optind++];
}

int main(int argc, char *argv[])
{
    const char *mistake;
    text = parse_options(argc, argv);
    if (!is_text && !(regex = regex_compile(text, is_extended, ignores_case, &mistake)))
        errx(2, "%s", mistake);
    long found = 0;
    int failed = 0;
    if (optind == argc)
        found = search(stdin, NULL);
    for (int i = optind; i < argc && !(is_quiet && found > 0); i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream) {
            warn("%s", argv[i]);
            failed = 1;
            continue;
        }
        long here = search(stream, argc - optind > 1 ? argv[i] : NULL);
        if (only_names && here > 0)
            puts(argv[i]);
        found += here;
        fclose(stream);
    }
    return failed ? 2 : found == 0;
}
