/* Regular expressions: . [set] ^ $ * and, extended, + ? | ( ); a basic one has a backslash before the latter. */
#ifndef REGEX_H
#define REGEX_H

struct regex;

/* NULL if the expression is wrong; then *mistake says why. */
struct regex *regex_compile(const char *text, int is_extended, int ignores_case, const char **mistake);

/* Whether the line contains a match. */
int regex_matches(const struct regex *regex, const char *line);

#endif
