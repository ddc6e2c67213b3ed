/* Expansion of words: quotes come off, and what begins with a tilde, a dollar sign or a backquote is replaced. Each
 * character remembers where it came from, until fields are split and file names matched. */
#include "expand.h"

#include "lexer.h"
#include "shell.h"
#include "variables.h"

#include <string.h>

void expansion_add(struct expansion *expansion, char c, enum origin origin)
{
    buffer_add(&expansion->last->text, c);
    buffer_add(&expansion->last->origins, origin);
}

void expansion_add_value(struct expansion *expansion, const char *value, enum quoting quoting)
{
    for (; *value; value++)
        expansion_add(expansion, *value, quoting ? FROM_QUOTES : FROM_EXPANSION);
}

void expansion_next_piece(struct expansion *expansion)
{
    struct piece *piece = arena_get(&shell.scratch, sizeof *piece);
    memset(piece, 0, sizeof *piece);
    piece->text.arena = piece->origins.arena = &shell.scratch;
    if (expansion->last)
        expansion->last->next = piece;
    else
        expansion->first = piece;
    expansion->last = piece;
}

/* ~ or ~root: the user's home. Of other users nothing is known. */
static const char *expand_tilde(struct expansion *expansion, const char *text, const char *end)
{
    const char *stop = text + 1;
    while (stop < end && is_name_part(*stop))
        stop++;
    if (stop < end && *stop != '/' && !(*stop == ':' && expansion->is_assignment))
        return text;
    const char *home = NULL;
    if (stop == text + 1)
        home = variable_get("HOME");
    else if (stop - text == 5 && strncmp(text, "~root", 5) == 0)
        home = "/root";
    if (!home)
        return text;
    expansion_add_value(expansion, home, 1);
    return stop;
}

static const char *expand_dollar(struct expansion *expansion, const char *text, enum quoting quoting)
{
    if (text[0] == '{')
        return expand_braces(expansion, text + 1, quoting);
    if (text[0] == '(' && text[1] == '(')
        return expand_arithmetic(expansion, text + 2, quoting);
    if (text[0] == '(')
        return expand_substitution(expansion, text + 1, quoting);
    return expand_parameter(expansion, text, quoting);
}

static const char *expand_single_quotes(struct expansion *expansion, const char *text, const char *end)
{
    if (text == end || *text == '\'')
        expansion_add(expansion, '\0', EMPTY_QUOTES);
    for (; text < end && *text != '\''; text++)
        expansion_add(expansion, *text, FROM_QUOTES);
    return text + 1;
}

static const char *expand_double_quotes(struct expansion *expansion, const char *text)
{
    size_t length = length_of_double_quotes(text);
    struct piece *piece = expansion->last;
    size_t before = piece->text.length;
    expansion->saw_empty_list = 0;
    expand_text(expansion, text, length - 1, QUOTED);
    if (expansion->last == piece && piece->text.length == before && !expansion->saw_empty_list)
        expansion_add(expansion, '\0', EMPTY_QUOTES);
    return text + length;
}

/* In double quotes a backslash is ordinary before most characters, in a document also before a double quote. */
static const char *expand_backslash(struct expansion *expansion, const char *text, const char *end,
                                    enum quoting quoting)
{
    if (text == end || (quoting == QUOTED && !strchr("$`\"\\\n", *text))
        || (quoting == DOCUMENT && !strchr("$`\\\n", *text))) {
        expansion_add(expansion, '\\', FROM_QUOTES);
        return text;
    }
    if (*text != '\n')
        expansion_add(expansion, *text, FROM_QUOTES);
    return text + 1;
}

void expand_text(struct expansion *expansion, const char *text, size_t length, enum quoting quoting)
{
    const char *end = text + length;
    int at_start = 1; /* of the word, or of what may begin with a tilde */
    while (text < end) {
        char c = *text++;
        int was_at_start = at_start;
        at_start = expansion->is_assignment && (c == ':' || c == '=') && !quoting;
        if (c == '~' && was_at_start && !quoting) {
            const char *stop = expand_tilde(expansion, text - 1, end);
            if (stop >= text)
                text = stop;
            else
                expansion_add(expansion, c, FROM_WORD);
        } else if (c == '\\') {
            text = expand_backslash(expansion, text, end, quoting);
        } else if (c == '$') {
            text = expand_dollar(expansion, text, quoting);
        } else if (c == '`') {
            text = expand_backquotes(expansion, text, quoting);
        } else if (c == '\'' && !quoting) {
            text = expand_single_quotes(expansion, text, end);
        } else if (c == '"' && !quoting) {
            text = expand_double_quotes(expansion, text);
        } else if (c == '"' && quoting == QUOTED) {
            continue; /* from a word within braces: it is quoted as it is */
        } else {
            expansion_add(expansion, c, quoting ? FROM_QUOTES : FROM_WORD);
        }
    }
}

static struct expansion expand(const char *word, enum quoting quoting, int is_assignment)
{
    struct expansion expansion = {.is_assignment = is_assignment, .is_single = 1};
    expansion_next_piece(&expansion);
    expand_text(&expansion, word, strlen(word), quoting);
    return expansion;
}

/* The pieces of a "$@" are joined by blanks where only one text can be. */
static char *join(const struct piece *piece, int as_pattern)
{
    struct buffer text = {.arena = &shell.scratch};
    for (; piece; piece = piece->next) {
        const char *part = piece_text(piece, as_pattern);
        buffer_add_text(&text, part, strlen(part));
        if (piece->next)
            buffer_add(&text, ' ');
    }
    return buffer_end(&text);
}

char *expand_single(const char *word)
{
    return join(expand(word, UNQUOTED, 0).first, 0);
}

char *expand_assignment(const char *word)
{
    return join(expand(word, UNQUOTED, 1).first, 0);
}

char *expand_pattern(const char *word)
{
    return join(expand(word, UNQUOTED, 0).first, 1);
}

char *expand_document(const char *body)
{
    return join(expand(body, DOCUMENT, 0).first, 0);
}

void expand_word(const char *word, struct fields *fields)
{
    struct expansion expansion = {0};
    expansion_next_piece(&expansion);
    expand_text(&expansion, word, strlen(word), UNQUOTED);
    for (const struct piece *piece = expansion.first; piece; piece = piece->next)
        make_fields(piece, fields);
}
