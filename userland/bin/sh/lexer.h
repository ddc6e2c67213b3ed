/* From characters to tokens. */
#ifndef LEXER_H
#define LEXER_H

#include "tree.h"

enum token {
    END,
    NEWLINE,
    WORD,
    NUMBER, /* digits right before a redirection: the descriptor */
    AMPERSAND,
    AND_IF, /* && */
    BAR,
    OR_IF, /* || */
    SEMICOLON,
    ITEM_END, /* ;; */
    LEFT,     /* ( */
    RIGHT,    /* ) */
    REDIRECTION
};

struct lexer {
    struct source *source;
    struct arena *arena;
    enum token token;             /* the one that comes next, if there is one */
    int has_token;
    char *text;                   /* of the token */
    enum redirection redirection; /* which one, of a REDIRECTION */
    int strips_tabs;              /* of <<- */
    size_t start;                 /* where the token begins in the source */
    size_t previous_end;          /* and where the one before it ended */
    struct redirect *documents;   /* whose bodies follow the end of this line */
};

/* The token that comes next; it stays the next one until it is taken. */
enum token lexer_peek(struct lexer *lexer);
enum token lexer_take(struct lexer *lexer);

/* A here-document's body is still to come; its delimiter is the target. */
void lexer_await_document(struct lexer *lexer, struct redirect *document);

/* For the expansion: how long what a quote, dollar sign or backquote begins is, with its closing characters. The text
 * begins behind the opening ones. */
size_t length_of_braces(const char *text, int in_quotes); /* ${ … } */
size_t length_of_double_quotes(const char *text);
size_t length_of_arithmetic(const char *text);            /* $(( … )) */
size_t length_of_backquotes(const char *text);

/* Counts how deep constructs lie in each other, so that no input can exhaust the stack. */
void enter_nesting(struct source *source);
void leave_nesting(void);
void reset_nesting(void);

void syntax_error(const struct source *source, const char *format, ...)
        __attribute__((format(printf, 2, 3), noreturn));

int is_name_start(int c);
int is_name_part(int c);

#endif
