/* A command as the parser sees it. */
#ifndef TREE_H
#define TREE_H

#include "arena.h"
#include "source.h"

/* A word as it stands in the text, with its quotes, to be expanded each time that the command runs. */
struct word {
    char *text;
    struct word *next;
};

enum redirection {
    INPUT_FILE,      /* < */
    OUTPUT_FILE,     /* > */
    CLOBBER_FILE,    /* >| */
    APPENDED_FILE,   /* >> */
    READ_WRITE_FILE, /* <> */
    DUPLICATE,       /* <& and >& */
    HERE_DOCUMENT    /* << */
};

struct redirect {
    enum redirection kind;
    int fd;
    char *target;  /* a word; of a here-document, its delimiter */
    char *body;    /* of a here-document */
    int is_literal; /* the delimiter was quoted: the body is not expanded */
    int strips_tabs;
    struct redirect *next;
};

enum node_kind {
    SIMPLE,     /* assignments words */
    PIPELINE,   /* stages first, first->next, … */
    AND,        /* first && second */
    OR,         /* first || second */
    NOT,        /* ! first */
    SEQUENCE,   /* first ; second */
    BACKGROUND, /* first & */
    SUBSHELL,   /* ( first ) */
    GROUP,      /* { first } */
    IF,         /* if first; then second; else third; fi */
    WHILE,      /* while first; do second; done */
    UNTIL,
    FOR,        /* for name in words; do first; done */
    CASE,       /* case words in first, first->next, … esac */
    CASE_ITEM,  /* words ) first ;; */
    FUNCTION    /* name() first */
};

struct node {
    enum node_kind kind;
    int line;
    char *text;   /* as it was typed, for the list of jobs; may be cut off */
    char *name;
    int has_list; /* FOR with "in": without it, the loop goes over the positional parameters */
    struct word *assignments;
    struct word *words;
    struct redirect *redirects;
    struct node *first, *second, *third;
    struct node *next;
};

/* A complete command with the memory that it is in. A function that it defines keeps it in use after it has run. */
struct program {
    int uses;
    struct arena arena;
    struct node *tree; /* NULL: nothing but blank space and comments */
};

/* Parses one command up to the end of its line. NULL at the end of the source. Does not return on a syntax error. */
struct program *parse_command(struct source *source);

/* Parses what stands between $( and ), and leaves the source behind the parenthesis. */
struct program *parse_substitution(struct source *source);

void program_keep(struct program *program);
void program_drop(struct program *program);

#endif
