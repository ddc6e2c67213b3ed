/* What parser.c and compound.c need of each other. */
#ifndef GRAMMAR_H
#define GRAMMAR_H

#include "lexer.h"

struct node *new_node(struct lexer *lexer, enum node_kind kind);

/* A syntax error at the next token. */
void unexpected(struct lexer *lexer, const char *expected) __attribute__((noreturn));

/* Whether the next token is that word, without quotes; take_word also takes it then. */
int is_word(struct lexer *lexer, const char *text);
int take_word(struct lexer *lexer, const char *text);
void expect_word(struct lexer *lexer, const char *text);
void expect(struct lexer *lexer, enum token token, const char *text);
void skip_newlines(struct lexer *lexer);

/* Appends the next token as a word; where the one after it goes. */
struct word **add_word(struct lexer *lexer, struct word **end);

int is_name(const char *text);

/* Commands up to a token that cannot be part of them. */
struct node *parse_list(struct lexer *lexer);

/* A command that begins with a reserved word or a parenthesis; NULL for any other. */
struct node *parse_compound(struct lexer *lexer);

#endif
