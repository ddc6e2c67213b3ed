/* tr: replaces characters of one set by those of another; -d deletes them, -s leaves one of several that are equal
 *
 *     tr a-z A-Z | tr -d '\n' | tr -s ' '
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct set {
    unsigned char bytes[1024];
    size_t count;
};

static int next_byte(const char **text)
{
    int c = (unsigned char)*(*text)++;
    if (c != '\\' || !**text)
        return c;
    c = (unsigned char)*(*text)++;
    static const char letters[] = "abfnrtv", characters[] = "\a\b\f\n\r\t\v";
    const char *letter = strchr(letters, c);
    return letter ? characters[letter - letters] : c;
}

/* "a-z" stands for all from a to z. */
static void parse(struct set *set, const char *text)
{
    while (*text) {
        int low = next_byte(&text), high = low;
        if (text[0] == '-' && text[1]) {
            text++;
            high = next_byte(&text);
        }
        for (int c = low; c <= high && set->count < sizeof set->bytes; c++)
            set->bytes[set->count++] = c;
    }
}

int main(int argc, char *argv[])
{
    static struct set from, to;
    int deletes = 0, squeezes = 0, inverts = 0;
    for (int option; (option = getopt(argc, argv, "+dscC")) != -1; ) {
        if (option == '?')
            return 2;
        deletes |= option == 'd';
        squeezes |= option == 's';
        inverts |= option == 'c' || option == 'C';
    }
    if (optind == argc)
        errx(2, "usage: tr [-cds] SET [SET]");
    parse(&from, argv[optind]);
    if (optind + 1 < argc)
        parse(&to, argv[optind + 1]);
    int before = EOF;
    for (int c; (c = getchar()) != EOF; ) {
        unsigned char *found = memchr(from.bytes, c, from.count);
        int is_in = (found != NULL) != inverts;
        if (is_in && deletes)
            continue;
        if (is_in && to.count > 0) {
            size_t index = found ? (size_t)(found - from.bytes) : to.count;
            c = to.bytes[index < to.count ? index : to.count - 1];
        }
        if (squeezes && is_in && c == before)
            continue;
        putchar(c);
        before = squeezes && is_in ? c : EOF;
    }
    return 0;
}
