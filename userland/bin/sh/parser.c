/* From tokens to a tree, by recursive descent: a function for each rule of the grammar. */
#include "grammar.h"
#include "lexer.h"
#include "shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_TEXT 200 /* of a command in the list of jobs */

struct node *new_node(struct lexer *lexer, enum node_kind kind)
{
    struct node *node = arena_get(lexer->arena, sizeof *node);
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->line = lexer->source->line;
    return node;
}

static struct node *new_pair(struct lexer *lexer, enum node_kind kind, struct node *first, struct node *second)
{
    struct node *node = new_node(lexer, kind);
    node->line = first->line;
    node->first = first;
    node->second = second;
    return node;
}

void unexpected(struct lexer *lexer, const char *expected)
{
    lexer_peek(lexer);
    if (expected)
        syntax_error(lexer->source, "\"%.50s\" unexpected (expecting \"%s\")", lexer->text, expected);
    syntax_error(lexer->source, "\"%.50s\" unexpected", lexer->text);
}

int is_word(struct lexer *lexer, const char *text)
{
    return lexer_peek(lexer) == WORD && strcmp(lexer->text, text) == 0;
}

int take_word(struct lexer *lexer, const char *text)
{
    if (!is_word(lexer, text))
        return 0;
    lexer_take(lexer);
    return 1;
}

void expect_word(struct lexer *lexer, const char *text)
{
    if (!take_word(lexer, text))
        unexpected(lexer, text);
}

void expect(struct lexer *lexer, enum token token, const char *text)
{
    if (lexer_take(lexer) != token) {
        lexer->has_token = 1;
        unexpected(lexer, text);
    }
}

void skip_newlines(struct lexer *lexer)
{
    while (lexer_peek(lexer) == NEWLINE)
        lexer_take(lexer);
}

/* Appends the next token as a word. */
struct word **add_word(struct lexer *lexer, struct word **end)
{
    if (lexer_peek(lexer) != WORD && lexer->token != NUMBER)
        unexpected(lexer, NULL);
    struct word *word = arena_get(lexer->arena, sizeof *word);
    word->text = lexer->text;
    word->next = NULL;
    lexer_take(lexer);
    *end = word;
    return &word->next;
}

/* The delimiter of a here-document, without its quotes. */
static void unquote_delimiter(struct redirect *redirect)
{
    redirect->is_literal = strpbrk(redirect->target, "'\"\\") != NULL;
    char *to = redirect->target;
    for (char *from = redirect->target; *from; from++) {
        if (*from == '\\' && from[1])
            *to++ = *++from;
        else if (!strchr("'\"", *from))
            *to++ = *from;
    }
    *to = '\0';
}

static void parse_redirects(struct lexer *lexer, struct redirect **end)
{
    while (*end)
        end = &(*end)->next;
    for (; lexer_peek(lexer) == REDIRECTION || lexer->token == NUMBER; end = &(*end)->next) {
        struct redirect *redirect = arena_get(lexer->arena, sizeof *redirect);
        memset(redirect, 0, sizeof *redirect);
        redirect->fd = -1;
        if (lexer->token == NUMBER) {
            redirect->fd = atoi(lexer->text);
            lexer_take(lexer);
        }
        expect(lexer, REDIRECTION, "redirection");
        redirect->kind = lexer->redirection;
        redirect->strips_tabs = lexer->strips_tabs;
        if (redirect->fd < 0)
            redirect->fd = lexer->text[0] == '<' ? 0 : 1;
        struct word *target;
        add_word(lexer, &target);
        redirect->target = target->text;
        if (redirect->kind == HERE_DOCUMENT) {
            unquote_delimiter(redirect);
            lexer_await_document(lexer, redirect);
        }
        *end = redirect;
    }
}

static int is_assignment(const char *text)
{
    if (!is_name_start(*text))
        return 0;
    while (is_name_part(*text))
        text++;
    return *text == '=';
}

int is_name(const char *text)
{
    if (!is_name_start(*text))
        return 0;
    while (is_name_part(*text))
        text++;
    return *text == '\0';
}

static struct node *parse_function(struct lexer *lexer, struct node *node)
{
    lexer_take(lexer);
    expect(lexer, RIGHT, ")");
    node->kind = FUNCTION;
    node->name = node->words->text;
    if (!is_name(node->name))
        syntax_error(lexer->source, "bad function name");
    skip_newlines(lexer);
    node->first = parse_compound(lexer);
    if (!node->first)
        unexpected(lexer, "{");
    parse_redirects(lexer, &node->first->redirects);
    return node;
}

static struct node *parse_simple(struct lexer *lexer)
{
    struct node *node = new_node(lexer, SIMPLE);
    struct word **assignments = &node->assignments, **words = &node->words;
    for (;;) {
        enum token token = lexer_peek(lexer);
        if (token == REDIRECTION || token == NUMBER)
            parse_redirects(lexer, &node->redirects);
        else if (token == WORD && !node->words && is_assignment(lexer->text))
            assignments = add_word(lexer, assignments);
        else if (token == WORD)
            words = add_word(lexer, words);
        else if (token == LEFT && node->words && !node->words->next && !node->assignments && !node->redirects)
            return parse_function(lexer, node);
        else
            break;
    }
    if (!node->words && !node->assignments && !node->redirects)
        unexpected(lexer, NULL);
    return node;
}

/* Words that end the list before them: where a command should begin, they are out of place. */
static int is_closing_word(struct lexer *lexer)
{
    static const char *const words[] = {"then", "else", "elif", "fi", "do", "done", "esac", "}"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is_word(lexer, words[i]))
            return 1;
    return 0;
}

static struct node *parse_one(struct lexer *lexer)
{
    if (is_closing_word(lexer))
        unexpected(lexer, NULL);
    struct node *node = parse_compound(lexer);
    if (!node)
        return parse_simple(lexer);
    parse_redirects(lexer, &node->redirects);
    return node;
}

static char *text_since(struct lexer *lexer, size_t start)
{
    lexer_peek(lexer);
    size_t length = lexer->previous_end - start;
    return arena_copy(lexer->arena, lexer->source->text + start, length < LONGEST_TEXT ? length : LONGEST_TEXT);
}

static struct node *parse_pipeline(struct lexer *lexer)
{
    int negations = 0;
    while (take_word(lexer, "!"))
        negations++;
    lexer_peek(lexer);
    size_t start = lexer->start;
    struct node *node = parse_one(lexer);
    if (lexer_peek(lexer) == BAR) {
        node = new_pair(lexer, PIPELINE, node, NULL);
        for (struct node *last = node->first; lexer_peek(lexer) == BAR; last = last->next) {
            lexer_take(lexer);
            skip_newlines(lexer);
            last->next = parse_one(lexer);
        }
    }
    node->text = text_since(lexer, start);
    return negations % 2 ? new_pair(lexer, NOT, node, NULL) : node;
}

static struct node *parse_and_or(struct lexer *lexer)
{
    lexer_peek(lexer);
    size_t start = lexer->start;
    struct node *node = parse_pipeline(lexer);
    while (lexer_peek(lexer) == AND_IF || lexer->token == OR_IF) {
        enum node_kind kind = lexer_take(lexer) == AND_IF ? AND : OR;
        skip_newlines(lexer);
        node = new_pair(lexer, kind, node, parse_pipeline(lexer));
        node->text = text_since(lexer, start);
    }
    if (lexer_peek(lexer) == AMPERSAND) {
        char *text = text_since(lexer, start);
        node = new_pair(lexer, BACKGROUND, node, NULL);
        node->text = text;
    }
    return node;
}

static int ends_list(struct lexer *lexer)
{
    enum token token = lexer_peek(lexer);
    return token == END || token == RIGHT || token == ITEM_END || is_closing_word(lexer);
}

/* Commands one after the other: (a; (b; c)). On one line only, if they are not within some construct. */
static struct node *parse_sequence(struct lexer *lexer, int one_line)
{
    struct node *list = parse_and_or(lexer);
    struct node **last = &list;
    while (lexer_peek(lexer) == SEMICOLON || lexer->token == AMPERSAND || (lexer->token == NEWLINE && !one_line)) {
        lexer_take(lexer);
        if (!one_line)
            skip_newlines(lexer);
        if (ends_list(lexer) || (one_line && lexer->token == NEWLINE))
            break;
        *last = new_pair(lexer, SEQUENCE, *last, parse_and_or(lexer));
        last = &(*last)->second;
    }
    return list;
}

struct node *parse_list(struct lexer *lexer)
{
    skip_newlines(lexer);
    return parse_sequence(lexer, 0);
}

static struct program *new_program(void)
{
    struct program *program = must(calloc(1, sizeof *program));
    program->uses = 1;
    return program;
}

struct program *parse_command(struct source *source)
{
    source_forget(source);
    struct program *program = new_program();
    struct lexer lexer = {.source = source, .arena = &program->arena};
    if (lexer_peek(&lexer) == END) {
        program_drop(program);
        return NULL;
    }
    if (lexer.token != NEWLINE)
        program->tree = parse_sequence(&lexer, 1);
    if (lexer_peek(&lexer) != END)
        expect(&lexer, NEWLINE, NULL);
    return program;
}

struct program *parse_substitution(struct source *source)
{
    struct program *program = new_program();
    struct lexer lexer = {.source = source, .arena = &program->arena};
    enter_nesting(source);
    skip_newlines(&lexer);
    if (lexer_peek(&lexer) != RIGHT)
        program->tree = parse_list(&lexer);
    expect(&lexer, RIGHT, ")");
    leave_nesting();
    return program;
}

void program_keep(struct program *program)
{
    program->uses++;
}

void program_drop(struct program *program)
{
    if (--program->uses > 0)
        return;
    arena_free(&program->arena);
    free(program);
}
