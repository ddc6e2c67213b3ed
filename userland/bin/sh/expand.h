/* From the words of a command to its arguments. */
#ifndef EXPAND_H
#define EXPAND_H

#include "tree.h"

/* All expansions: fields and file names, too. The arguments lie in the scratch memory. */
struct fields {
    char **values; /* with NULL at the end */
    size_t count, capacity;
};
void expand_word(const char *word, struct fields *fields);
void fields_add(struct fields *fields, char *value);

/* One text, neither split nor matched against file names: the value of an assignment, the target of a redirection. */
char *expand_single(const char *word);
char *expand_assignment(const char *word); /* with ~ also behind the equals sign and colons */
char *expand_pattern(const char *word);    /* quoted characters get a backslash */
char *expand_document(const char *body);   /* as if within double quotes, but " is ordinary */

/* A text with a note for each character of where it came from. */
enum origin {
    FROM_WORD,     /* it stood there: may be part of a pattern */
    FROM_QUOTES,   /* stands for itself */
    FROM_EXPANSION, /* may separate fields, and be part of a pattern */
    EMPTY_QUOTES   /* no character at all: "" makes a field even so */
};
struct piece {
    struct buffer text, origins; /* of the same length */
    struct piece *next;          /* "$@" gives several, each a field of its own at least */
};

/* Within double quotes blanks and patterns mean nothing; in a here-document the double quote does not, either. */
enum quoting { UNQUOTED, QUOTED, DOCUMENT };

/* For the files that expansion is divided into. */
struct expansion {
    struct piece *first, *last;
    int is_assignment;
    int is_single;      /* not for fields: $* is one text */
    int saw_empty_list; /* a "$@" that stood for nothing */
};
void expansion_add(struct expansion *expansion, char c, enum origin origin);
void expansion_add_value(struct expansion *expansion, const char *value, enum quoting quoting);
void expansion_next_piece(struct expansion *expansion);
void expand_text(struct expansion *expansion, const char *text, size_t length, enum quoting quoting);

/* Each takes what follows its opening characters, and returns where the text goes on. */
const char *expand_parameter(struct expansion *expansion, const char *text, enum quoting quoting);
const char *expand_braces(struct expansion *expansion, const char *text, enum quoting quoting);
const char *expand_substitution(struct expansion *expansion, const char *text, enum quoting quoting);
const char *expand_backquotes(struct expansion *expansion, const char *text, enum quoting quoting);
const char *expand_arithmetic(struct expansion *expansion, const char *text, enum quoting quoting);

/* Splits into fields, then replaces patterns by the files that match. */
void make_fields(const struct piece *piece, struct fields *fields);

/* What a piece stands for, quoted characters marked by a backslash if wanted. */
char *piece_text(const struct piece *piece, int as_pattern);

const char *field_separators(void); /* IFS */
long evaluate(const char *expression);

#endif
