/* The parts of the grammar that begin with a reserved word or a parenthesis. */
#include "grammar.h"

static struct node *parse_if(struct lexer *lexer)
{
    struct node *node = new_node(lexer, IF);
    node->first = parse_list(lexer);
    expect_word(lexer, "then");
    node->second = parse_list(lexer);
    if (take_word(lexer, "elif")) {
        enter_nesting(lexer->source);
        node->third = parse_if(lexer); /* takes the fi, too */
        leave_nesting();
        return node;
    }
    if (take_word(lexer, "else"))
        node->third = parse_list(lexer);
    expect_word(lexer, "fi");
    return node;
}

static struct node *parse_body(struct lexer *lexer)
{
    expect_word(lexer, "do");
    struct node *body = parse_list(lexer);
    expect_word(lexer, "done");
    return body;
}

static struct node *parse_while(struct lexer *lexer, enum node_kind kind)
{
    struct node *node = new_node(lexer, kind);
    node->first = parse_list(lexer);
    node->second = parse_body(lexer);
    return node;
}

static struct node *parse_for(struct lexer *lexer)
{
    struct node *node = new_node(lexer, FOR);
    if (lexer_peek(lexer) != WORD || !is_name(lexer->text))
        syntax_error(lexer->source, "bad for loop variable");
    node->name = lexer->text;
    lexer_take(lexer);
    skip_newlines(lexer);
    if (take_word(lexer, "in")) {
        node->has_list = 1;
        struct word **end = &node->words;
        while (lexer_peek(lexer) == WORD)
            end = add_word(lexer, end);
        if (lexer_peek(lexer) != SEMICOLON && lexer->token != NEWLINE)
            unexpected(lexer, NULL);
    }
    if (lexer_peek(lexer) == SEMICOLON)
        lexer_take(lexer);
    skip_newlines(lexer);
    node->first = parse_body(lexer);
    return node;
}

static struct node *parse_item(struct lexer *lexer)
{
    struct node *item = new_node(lexer, CASE_ITEM);
    if (lexer_peek(lexer) == LEFT)
        lexer_take(lexer);
    struct word **end = add_word(lexer, &item->words);
    while (lexer_peek(lexer) == BAR) {
        lexer_take(lexer);
        end = add_word(lexer, end);
    }
    expect(lexer, RIGHT, ")");
    skip_newlines(lexer);
    if (lexer_peek(lexer) != ITEM_END && !is_word(lexer, "esac"))
        item->first = parse_list(lexer);
    return item;
}

static struct node *parse_case(struct lexer *lexer)
{
    struct node *node = new_node(lexer, CASE);
    add_word(lexer, &node->words);
    skip_newlines(lexer);
    expect_word(lexer, "in");
    skip_newlines(lexer);
    struct node **end = &node->first;
    while (!is_word(lexer, "esac")) {
        *end = parse_item(lexer);
        end = &(*end)->next;
        if (lexer_peek(lexer) != ITEM_END)
            break;
        lexer_take(lexer);
        skip_newlines(lexer);
    }
    expect_word(lexer, "esac");
    return node;
}

struct node *parse_compound(struct lexer *lexer)
{
    struct node *node = NULL;
    enter_nesting(lexer->source);
    if (lexer_peek(lexer) == LEFT) {
        lexer_take(lexer);
        node = new_node(lexer, SUBSHELL);
        node->first = parse_list(lexer);
        expect(lexer, RIGHT, ")");
    } else if (take_word(lexer, "{")) {
        node = new_node(lexer, GROUP);
        node->first = parse_list(lexer);
        expect_word(lexer, "}");
    } else if (take_word(lexer, "if")) {
        node = parse_if(lexer);
    } else if (take_word(lexer, "while")) {
        node = parse_while(lexer, WHILE);
    } else if (take_word(lexer, "until")) {
        node = parse_while(lexer, UNTIL);
    } else if (take_word(lexer, "for")) {
        node = parse_for(lexer);
    } else if (take_word(lexer, "case")) {
        node = parse_case(lexer);
    }
    leave_nesting();
    return node;
}
