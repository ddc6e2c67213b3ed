/* The builtins read and getopts. */
#include "builtins.h"
#include "expand.h"
#include "lexer.h"
#include "shell.h"
#include "trap.h"
#include "variables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A line with a note for each character: whether a backslash preceded it, so that it separates nothing. */
struct line {
    struct buffer text, is_quoted;
};

static void add(struct line *line, char c, int is_quoted)
{
    buffer_add(&line->text, c);
    buffer_add(&line->is_quoted, is_quoted);
}

/* Byte by byte: what follows the line is for the next command. 0 at the end of the input or on a signal. */
static int read_byte(char *c)
{
    ssize_t count;
    do
        count = read(STDIN_FILENO, c, 1);
    while (count < 0 && errno == EINTR && !trap_is_pending());
    return count == 1;
}

static int read_line(struct line *line, int is_raw)
{
    char c;
    while (read_byte(&c) && c != '\n') {
        if (c == '\0')
            continue;
        if (c != '\\' || is_raw)
            add(line, c, 0);
        else if (!read_byte(&c))
            return 0;
        else if (c != '\n') /* else the line goes on */
            add(line, c, 1);
        c = '\0';
    }
    return c == '\n';
}

static int separates(const struct line *line, size_t i, const char *separators)
{
    return i < line->text.length && !line->is_quoted.bytes[i] && strchr(separators, line->text.bytes[i]);
}

static int is_blank(const struct line *line, size_t i, const char *separators)
{
    return separates(line, i, separators) && strchr(" \t\n", line->text.bytes[i]);
}

static size_t skip_blanks(const struct line *line, size_t i, const char *separators)
{
    while (is_blank(line, i, separators))
        i++;
    return i;
}

/* Behind a field: blanks, and at most one other separator. */
static size_t skip_separator(const struct line *line, size_t i, const char *separators)
{
    i = skip_blanks(line, i, separators);
    if (separates(line, i, separators))
        i = skip_blanks(line, i + 1, separators);
    return i;
}

static size_t field_end(const struct line *line, size_t i, const char *separators)
{
    while (i < line->text.length && !separates(line, i, separators))
        i++;
    return i;
}

/* The last variable takes the rest of the line without the blanks at its end, nor a separator that only ends it. */
static size_t rest_end(const struct line *line, size_t start, const char *separators)
{
    size_t end = field_end(line, start, separators);
    if (skip_separator(line, end, separators) == line->text.length)
        return end;
    end = line->text.length;
    while (end > start && is_blank(line, end - 1, separators))
        end--;
    return end;
}

static void assign_fields(const struct line *line, char **names)
{
    const char *separators = field_separators();
    size_t position = skip_blanks(line, 0, separators);
    for (; *names; names++) {
        size_t end = names[1] ? field_end(line, position, separators) : rest_end(line, position, separators);
        variable_set(*names, arena_copy(&shell.scratch, line->text.bytes + position, end - position));
        position = skip_separator(line, end, separators);
    }
}

int run_read(int count, char **arguments, int flags)
{
    (void)flags;
    int is_raw = 0, i = 1;
    for (; i < count && *arguments[i] == '-' && arguments[i][1]; i++) {
        if (strcmp(arguments[i], "--") == 0) {
            i++;
            break;
        }
        is_raw |= strchr(arguments[i], 'r') != NULL;
        if (strchr(arguments[i], 'p') && i + 1 < count)
            fprintf(stderr, "%s", arguments[++i]);
    }
    if (i >= count)
        fail("read: arg count");
    struct line line = {{.arena = &shell.scratch}, {.arena = &shell.scratch}};
    int is_whole = read_line(&line, is_raw);
    buffer_end(&line.text);
    assign_fields(&line, arguments + i);
    if (trap_is_pending())
        return 128 + trap_is_pending();
    return !is_whole;
}

static void set_number(const char *name, long number)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    variable_set(name, text);
}

/* The next option letter of the words, or 0. OPTIND is the word that comes next; within a word that holds several
 * letters the position is remembered here. */
static int next_option(int count, char **words, long *index, size_t *position)
{
    if (*index < 1 || *index > count)
        return 0;
    const char *word = words[*index - 1];
    if (*position == 0 || *position >= strlen(word)) {
        if (word[0] != '-' || word[1] == '\0')
            return 0;
        if (strcmp(word, "--") == 0) {
            ++*index;
            return 0;
        }
        *position = 1;
    }
    int letter = (unsigned char)word[(*position)++];
    if (!word[*position]) {
        ++*index;
        *position = 0;
    }
    return letter;
}

static int report_option(const char *name, int letter, int is_silent, const char *complaint, char silent_result)
{
    char text[2] = {letter};
    if (is_silent) {
        char result[2] = {silent_result};
        variable_set(name, result);
        variable_set("OPTARG", text);
    } else {
        variable_set(name, "?");
        variable_unset("OPTARG");
        fprintf(stderr, "%s -%c\n", complaint, letter);
    }
    return 0;
}

int run_getopts(int count, char **arguments, int flags)
{
    (void)flags;
    static size_t position;
    static long known_index;
    if (count < 3)
        fail("getopts: arg count");
    const char *options = arguments[1], *name = arguments[2];
    int is_silent = *options == ':';
    char **words = count > 3 ? arguments + 3 : shell.arguments.values;
    int word_count = count > 3 ? count - 3 : shell.arguments.count;
    const char *index_text = variable_get("OPTIND");
    long index = index_text ? strtol(index_text, NULL, 10) : 1;
    if (index != known_index)
        position = 0; /* the script has begun anew */
    int letter = next_option(word_count, words, &index, &position);
    const char *option = letter && letter != ':' ? strchr(options + is_silent, letter) : NULL;
    int status = 0;
    if (!letter) {
        variable_set(name, "?");
        status = 1;
    } else if (!option) {
        report_option(name, letter, is_silent, "Illegal option", '?');
    } else if (option[1] == ':' && position == 0 && index > word_count) {
        report_option(name, letter, is_silent, "No arg for", ':');
    } else {
        char text[2] = {letter};
        variable_set(name, text);
        variable_unset("OPTARG");
        if (option[1] == ':') {
            variable_set("OPTARG", words[index - 1] + position);
            index++;
            position = 0;
        }
    }
    set_number("OPTIND", known_index = index);
    return status;
}
