/* Tokens. A word keeps its quotes and everything behind dollar signs as it stands; only its end is looked for here. */
#include "lexer.h"

#include "constructs.h"
#include "shell.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *text;
    enum token token;
    enum redirection redirection;
} operators[] = { /* the longer before the shorter that it begins with */
    {"<<-", REDIRECTION, HERE_DOCUMENT}, {"<<", REDIRECTION, HERE_DOCUMENT}, {"<&", REDIRECTION, DUPLICATE},
    {"<>", REDIRECTION, READ_WRITE_FILE}, {"<", REDIRECTION, INPUT_FILE}, {">>", REDIRECTION, APPENDED_FILE},
    {">&", REDIRECTION, DUPLICATE}, {">|", REDIRECTION, CLOBBER_FILE}, {">", REDIRECTION, OUTPUT_FILE},
    {"&&", AND_IF, 0}, {"&", AMPERSAND, 0}, {"||", OR_IF, 0}, {"|", BAR, 0}, {";;", ITEM_END, 0},
    {";", SEMICOLON, 0}, {"(", LEFT, 0}, {")", RIGHT, 0},
};

static int ends_word(int c)
{
    return c == END_OF_SOURCE || strchr(" \t\n;&|<>()", c);
}

static void skip_blanks(struct source *source)
{
    while (peek_joined(source) == ' ' || peek_joined(source) == '\t')
        source_get(source);
    if (source_peek(source) == '#')
        while (source_peek(source) != '\n' && source_peek(source) != END_OF_SOURCE)
            source_get(source);
}

static enum token read_word(struct lexer *lexer)
{
    struct buffer word = {.arena = lexer->arena};
    int only_digits = 1;
    for (int c; !ends_word(c = peek_joined(lexer->source)); ) {
        only_digits &= isdigit(c) != 0;
        source_get(lexer->source);
        buffer_add(&word, c);
        scan_construct(lexer->source, &word, c, 0);
    }
    lexer->text = buffer_end(&word);
    int next = source_peek(lexer->source);
    return only_digits && word.length < 4 && (next == '<' || next == '>') ? NUMBER : WORD;
}

/* The characters that have been read are the beginning of an operator as long as this finds one. */
static int find_operator(const char *text)
{
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (strcmp(operators[i].text, text) == 0)
            return i;
    return -1;
}

static enum token read_operator(struct lexer *lexer)
{
    char text[4] = {source_get(lexer->source)};
    int found = find_operator(text);
    for (size_t length = 1; length < 3; length++) {
        int next = peek_joined(lexer->source);
        text[length] = next == END_OF_SOURCE ? '\0' : next;
        int longer = find_operator(text);
        if (longer < 0 || !text[length])
            break;
        source_get(lexer->source);
        found = longer;
    }
    lexer->text = (char *)operators[found].text;
    lexer->redirection = operators[found].redirection;
    lexer->strips_tabs = strcmp(operators[found].text, "<<-") == 0;
    return operators[found].token;
}

/* One line without its end; 0 at the end of the source. A backslash joins it to the next, if asked for. */
static int read_line(struct source *source, struct buffer *line, int joins)
{
    int c;
    while ((c = source_get(source)) != END_OF_SOURCE && c != '\n') {
        if (c == '\\' && joins && source_peek(source) == '\n') {
            source_get(source);
            continue;
        }
        buffer_add(line, c);
        if (c == '\\' && joins && source_peek(source) != END_OF_SOURCE)
            buffer_add(line, source_get(source));
    }
    return c != END_OF_SOURCE || line->length > 0;
}

static void read_document(struct lexer *lexer, struct redirect *document)
{
    struct buffer body = {.arena = lexer->arena};
    for (;;) {
        struct buffer line = {.arena = lexer->arena};
        if (!read_line(lexer->source, &line, !document->is_literal))
            break;
        char *text = buffer_end(&line);
        if (document->strips_tabs)
            text += strspn(text, "\t");
        if (strcmp(text, document->target) == 0)
            break;
        buffer_add_text(&body, text, strlen(text));
        buffer_add(&body, '\n');
    }
    document->body = buffer_end(&body);
}

void lexer_await_document(struct lexer *lexer, struct redirect *document)
{
    struct redirect **last = &lexer->documents;
    while (*last)
        last = (struct redirect **)&(*last)->body; /* no body yet: its place links the documents that wait */
    document->body = NULL;
    *last = document;
}

static void read_documents(struct lexer *lexer)
{
    while (lexer->documents) {
        struct redirect *document = lexer->documents;
        lexer->documents = (struct redirect *)document->body;
        read_document(lexer, document);
    }
}

static enum token read_token(struct lexer *lexer)
{
    skip_blanks(lexer->source);
    int c = peek_joined(lexer->source);
    lexer->start = lexer->source->position;
    if (c == END_OF_SOURCE) {
        lexer->text = "end of file";
        read_documents(lexer); /* there are no more lines: their bodies are empty */
        return END;
    }
    if (c == '\n') {
        lexer->text = "newline";
        source_get(lexer->source);
        read_documents(lexer);
        return NEWLINE;
    }
    return ends_word(c) ? read_operator(lexer) : read_word(lexer);
}

enum token lexer_peek(struct lexer *lexer)
{
    if (!lexer->has_token) {
        lexer->previous_end = lexer->source->position;
        lexer->token = read_token(lexer);
        lexer->has_token = 1;
    }
    return lexer->token;
}

enum token lexer_take(struct lexer *lexer)
{
    enum token token = lexer_peek(lexer);
    lexer->has_token = 0;
    return token;
}
