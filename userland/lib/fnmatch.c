/* Shell patterns: * for any text, ? for any character, [a-z] and [!a-z] for one of a set, \ before a character that
 * stands for itself. Characters are bytes. */
#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

static const struct {
    const char *name;
    int (*contains)(int c);
} classes[] = {
    {"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl}, {"digit", isdigit},
    {"graph", isgraph}, {"lower", islower}, {"print", isprint}, {"punct", ispunct}, {"space", isspace},
    {"upper", isupper}, {"xdigit", isxdigit},
};

static int is_in_class(const char *name, size_t length, int c)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strlen(classes[i].name) == length && strncmp(classes[i].name, name, length) == 0)
            return classes[i].contains(c) != 0;
    return 0;
}

/* Matches one character against the set whose [ precedes the position. Returns where the pattern goes on behind the
 * closing bracket, or NULL if there is none: then the [ stands for itself. */
static const char *match_set(const char *position, unsigned char c, int flags, int *matches)
{
    int negated = *position == '!' || *position == '^';
    int found = 0;
    position += negated;
    for (const char *first = position; *position != ']' || position == first;) {
        const char *end;
        if (position[0] == '[' && position[1] == ':' && (end = strstr(position + 2, ":]"))) {
            found |= is_in_class(position + 2, end - position - 2, c);
            position = end + 2;
            continue;
        }
        if (*position == '\\' && !(flags & FNM_NOESCAPE) && position[1])
            position++;
        if (*position == '\0' || (*position == '/' && (flags & FNM_PATHNAME)))
            return NULL;
        unsigned char low = *position++, high = low;
        if (position[0] == '-' && position[1] != ']' && position[1] != '\0') {
            position++;
            if (*position == '\\' && !(flags & FNM_NOESCAPE) && position[1])
                position++;
            high = *position++;
        }
        found |= low <= c && c <= high;
    }
    *matches = found != negated;
    return position + 1;
}

/* Matches one character against the element of the pattern that is not a star; the element after it, or NULL. */
static const char *match_one(const char *pattern, char c, int flags)
{
    if (*pattern == '?')
        return c == '/' && (flags & FNM_PATHNAME) ? NULL : pattern + 1;
    if (*pattern == '[') {
        int matches;
        const char *next = match_set(pattern + 1, c, flags, &matches);
        if (next)
            return matches && !(c == '/' && (flags & FNM_PATHNAME)) ? next : NULL;
    }
    if (*pattern == '\\' && !(flags & FNM_NOESCAPE) && pattern[1])
        pattern++;
    return *pattern == c ? pattern + 1 : NULL;
}

static int hides_period(const char *text, const char *start, int flags)
{
    return (flags & FNM_PERIOD) && *text == '.'
           && (text == start || ((flags & FNM_PATHNAME) && text[-1] == '/'));
}

/* A star takes as little as possible. When the rest does not match, the last star takes one character more; the
 * stars before it need not be tried again, so the time is at most the product of the two lengths. */
int fnmatch(const char *pattern, const char *text, int flags)
{
    const char *start = text;
    const char *after_star = NULL, *taken = NULL;
    while (*text || *pattern) {
        const char *next = NULL;
        if (*pattern == '*' && !hides_period(text, start, flags)) {
            after_star = ++pattern;
            taken = text;
            continue;
        }
        if (*text && *pattern && *pattern != '*'
            && !((*pattern == '?' || *pattern == '[') && hides_period(text, start, flags)))
            next = match_one(pattern, *text, flags);
        if (next) {
            pattern = next;
            text++;
        } else if (after_star && *taken && !(*taken == '/' && (flags & FNM_PATHNAME))) {
            pattern = after_star;
            text = ++taken;
        } else {
            return FNM_NOMATCH;
        }
    }
    return 0;
}
