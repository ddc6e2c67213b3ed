/* The expression becomes a small machine, as Ken Thompson made it: states joined by arrows. A line is read once, and
 * the set of all states that the machine can be in is carried along: no line takes longer than its length times the
 * number of states, whatever the expression. */
#include "regex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum kind { CHARACTER, ANY, SET, LINE_START, LINE_END, FORK, MATCH };

struct state {
    enum kind kind;
    int character;
    unsigned char set[32];   /* a bit for each byte */
    struct state *next;
    struct state *other;     /* of a FORK: the second way */
    unsigned long mark;      /* the step at which it was last entered */
    struct state *allocated; /* all states in a list */
};

struct regex {
    struct state *start;
    struct state *all;
    int count;
    int ignores_case;
};

/* A piece of the machine that leads from its first state to nowhere yet: every end is a place for an arrow. */
struct piece {
    struct state *start;
    struct state *end; /* a FORK with one way only, through which the piece is left */
};

struct parser {
    const char *position;
    int is_extended;
    int depth;
    struct regex *regex;
    const char *mistake;
};

static struct state *new_state(struct parser *parser, enum kind kind)
{
    struct state *state = calloc(1, sizeof *state);
    if (!state)
        abort();
    state->kind = kind;
    state->allocated = parser->regex->all;
    parser->regex->all = state;
    parser->regex->count++;
    return state;
}

/* At the position, the operator: itself in an extended expression, behind a backslash in a basic one. */
static int is_operator(const struct parser *parser, char operator)
{
    if (parser->is_extended)
        return *parser->position == operator;
    return parser->position[0] == '\\' && parser->position[1] == operator;
}

static int take_operator(struct parser *parser, char operator)
{
    if (!is_operator(parser, operator))
        return 0;
    parser->position += parser->is_extended ? 1 : 2;
    return 1;
}

static void add_to_set(struct state *state, int c)
{
    state->set[(unsigned char)c / 8] |= 1 << (unsigned char)c % 8;
}

static void add_class(struct state *state, const char *name, size_t length)
{
    static const struct {
        const char *name;
        int (*contains)(int c);
    } classes[] = {
        {"alpha", isalpha}, {"digit", isdigit}, {"alnum", isalnum}, {"space", isspace}, {"upper", isupper},
        {"lower", islower}, {"punct", ispunct}, {"blank", isblank}, {"xdigit", isxdigit}, {"print", isprint},
    };
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strlen(classes[i].name) == length && strncmp(classes[i].name, name, length) == 0)
            for (int c = 0; c < 128; c++)
                if (classes[i].contains(c))
                    add_to_set(state, c);
}

static void parse_set(struct parser *parser, struct state *state)
{
    const char *p = parser->position;
    int is_negated = *p == '^';
    p += is_negated;
    for (const char *first = p; *p != ']' || p == first; ) {
        const char *end;
        if (!*p) {
            parser->mistake = "unmatched [";
            return;
        }
        if (p[0] == '[' && p[1] == ':' && (end = strstr(p, ":]"))) {
            add_class(state, p + 2, end - p - 2);
            p = end + 2;
            continue;
        }
        int low = (unsigned char)*p++, high = low;
        if (p[0] == '-' && p[1] != ']' && p[1]) {
            high = (unsigned char)p[1];
            p += 2;
        }
        for (int c = low; c <= high; c++)
            add_to_set(state, c);
    }
    parser->position = p + 1;
    for (size_t i = 0; is_negated && i < sizeof state->set; i++)
        state->set[i] = ~state->set[i];
}

static struct piece parse_alternatives(struct parser *parser);

static struct piece finish(struct parser *parser, struct state *state)
{
    struct state *end = new_state(parser, FORK);
    state->next = end;
    return (struct piece){state, end};
}

static struct piece parse_atom(struct parser *parser)
{
    if (take_operator(parser, '(')) {
        if (++parser->depth > 200) {
            parser->mistake = "too deeply nested";
            return finish(parser, new_state(parser, FORK));
        }
        struct piece piece = parse_alternatives(parser);
        parser->depth--;
        if (!take_operator(parser, ')'))
            parser->mistake = "unmatched (";
        return piece;
    }
    char c = *parser->position++;
    struct state *state = new_state(parser, CHARACTER);
    if (c == '.')
        state->kind = ANY;
    else if (c == '[')
        state->kind = SET, parse_set(parser, state);
    else if (c == '^')
        state->kind = LINE_START;
    else if (c == '$' && (!*parser->position || is_operator(parser, ')') || is_operator(parser, '|')))
        state->kind = LINE_END;
    else if (c == '\\' && *parser->position)
        c = *parser->position++;
    state->character = (unsigned char)c;
    return finish(parser, state);
}

/* One atom with what repeats it. */
static struct piece parse_repeated(struct parser *parser)
{
    int is_first = 1; /* a star at the beginning stands for itself */
    if (*parser->position != '*')
        is_first = 0;
    struct piece piece = parse_atom(parser);
    for (;;) {
        int star = !is_first && *parser->position == '*';
        int plus = !star && take_operator(parser, '+');
        int optional = !star && !plus && take_operator(parser, '?');
        parser->position += star;
        is_first = 0;
        if (!star && !plus && !optional)
            return piece;
        struct state *fork = new_state(parser, FORK), *end = new_state(parser, FORK);
        fork->next = piece.start;
        fork->other = end;
        piece.end->next = optional ? end : fork;
        piece = (struct piece){plus ? piece.start : fork, end};
    }
}

static struct piece parse_sequence(struct parser *parser)
{
    struct piece whole = finish(parser, new_state(parser, FORK));
    while (*parser->position && !parser->mistake && !is_operator(parser, '|')
           && !(is_operator(parser, ')') && parser->depth > 0)) {
        struct piece piece = parse_repeated(parser);
        whole.end->next = piece.start;
        whole.end = piece.end;
    }
    return whole;
}

static struct piece parse_alternatives(struct parser *parser)
{
    struct piece piece = parse_sequence(parser);
    while (take_operator(parser, '|')) {
        struct piece second = parse_sequence(parser);
        struct state *fork = new_state(parser, FORK), *end = new_state(parser, FORK);
        fork->next = piece.start;
        fork->other = second.start;
        piece.end->next = second.end->next = end;
        piece = (struct piece){fork, end};
    }
    return piece;
}

struct regex *regex_compile(const char *text, int is_extended, int ignores_case, const char **mistake)
{
    struct regex *regex = calloc(1, sizeof *regex);
    if (!regex)
        abort();
    regex->ignores_case = ignores_case;
    struct parser parser = {.position = text, .is_extended = is_extended, .regex = regex};
    struct piece piece = parse_alternatives(&parser);
    piece.end->next = new_state(&parser, MATCH);
    regex->start = piece.start;
    *mistake = parser.mistake;
    return parser.mistake ? NULL : regex;
}

struct states {
    struct state **members;
    int count;
};

/* Adds a state and those that are reached from it without reading a character. The states still to be looked at are on
 * a stack of our own: a chain of them may be long. */
static void enter(struct states *states, struct state **stack, struct state *state, unsigned long step, int at_start,
                  int at_end)
{
    int height = 0;
    stack[height++] = state;
    while (height > 0) {
        state = stack[--height];
        if (!state || state->mark == step)
            continue;
        state->mark = step;
        if (state->kind == FORK) {
            stack[height++] = state->other;
            stack[height++] = state->next;
        } else if ((state->kind == LINE_START && at_start) || (state->kind == LINE_END && at_end)) {
            stack[height++] = state->next;
        } else {
            states->members[states->count++] = state;
        }
    }
}

static int accepts(const struct regex *regex, const struct state *state, unsigned char c)
{
    switch (state->kind) {
    case ANY: return 1;
    case SET:
        return (state->set[c / 8] >> c % 8 & 1)
               || (regex->ignores_case && ((state->set[toupper(c) / 8] >> toupper(c) % 8 & 1)
                                           || (state->set[tolower(c) / 8] >> tolower(c) % 8 & 1)));
    case CHARACTER:
        return state->character == c || (regex->ignores_case && tolower(state->character) == tolower(c));
    default: return 0;
    }
}

int regex_matches(const struct regex *regex, const char *line)
{
    static unsigned long step;
    struct state **memory = malloc((4L * regex->count + 4) * sizeof *memory);
    if (!memory)
        abort();
    struct states now = {memory, 0}, next = {memory + regex->count, 0};
    struct state **stack = memory + 2 * regex->count;
    int found = 0;
    step++;
    for (const char *c = line; ; c++) {
        enter(&now, stack, regex->start, step, c == line, !*c); /* a match may begin anywhere */
        for (int i = 0; i < now.count; i++)
            found |= now.members[i]->kind == MATCH;
        if (found || !*c)
            break;
        step++;
        for (int i = 0; i < now.count; i++)
            if (accepts(regex, now.members[i], *c))
                enter(&next, stack, now.members[i]->next, step, 0, !c[1]);
        struct states swapped = now;
        now = next;
        next = swapped;
        next.count = 0;
    }
    free(memory);
    return found;
}
