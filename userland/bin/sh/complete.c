/* Tab: the word before the cursor is completed, as a command where one begins, else as a file. */
#include "builtins.h"
#include "editor.h"
#include "expand.h"
#include "shell.h"
#include "variables.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct candidates {
    struct fields names;
    size_t shown_from; /* the folder is not repeated in the list */
};

static size_t word_start(const struct editor *editor)
{
    size_t start = editor->cursor;
    while (start > 0 && (!strchr(" \t;|&()<>=\"'", editor->text[start - 1])
                         || (start > 1 && editor->text[start - 2] == '\\')))
        start--;
    return start;
}

/* Nothing before it, or something that a command follows. */
static int is_command_position(const struct editor *editor, size_t start)
{
    while (start > 0 && editor->text[start - 1] == ' ')
        start--;
    return start == 0 || strchr(";|&(", editor->text[start - 1]);
}

static void add(struct candidates *candidates, const char *name)
{
    for (size_t i = 0; i < candidates->names.count; i++)
        if (strcmp(candidates->names.values[i], name) == 0)
            return;
    fields_add(&candidates->names, arena_copy(&shell.scratch, name, strlen(name)));
}

/* The word as a pattern: what has a meaning in one is quoted, and anything may follow. */
static char *pattern_of(const char *folder, size_t folder_length, const char *word)
{
    struct buffer pattern = {.arena = &shell.scratch};
    buffer_add_text(&pattern, folder, folder_length);
    if (folder_length > 0)
        buffer_add(&pattern, '/');
    for (; *word; word++) {
        if (strchr("*?[", *word))
            buffer_add(&pattern, '\\');
        buffer_add(&pattern, *word);
    }
    buffer_add(&pattern, '*');
    return buffer_end(&pattern);
}

static void add_files(struct candidates *candidates, const char *pattern, size_t without)
{
    glob_t found;
    if (glob(pattern, GLOB_MARK, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            add(candidates, found.gl_pathv[i] + without);
    globfree(&found);
}

static void add_commands(struct candidates *candidates, const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; builtin_at(i); i++)
        if (strncmp(builtin_at(i)->name, word, length) == 0)
            add(candidates, builtin_at(i)->name);
    for (struct function *function = functions; function; function = function->next)
        if (strncmp(function->name, word, length) == 0)
            add(candidates, function->name);
    const char *folder = variable_get("PATH");
    while (folder && *folder) {
        size_t folder_length = strcspn(folder, ":");
        if (folder_length > 0)
            add_files(candidates, pattern_of(folder, folder_length, word), folder_length + 1);
        folder += folder_length + (folder[folder_length] == ':');
    }
}

static size_t common_length(const struct candidates *candidates)
{
    const char *first = candidates->names.values[0];
    size_t length = strlen(first);
    for (size_t i = 1; i < candidates->names.count; i++) {
        const char *other = candidates->names.values[i];
        size_t same = 0;
        while (same < length && first[same] == other[same])
            same++;
        length = same;
    }
    while (length > 0 && (first[length] & 0xc0) == 0x80) /* not in the middle of a character */
        length--;
    return length;
}

static void list(struct editor *editor, const struct candidates *candidates)
{
    size_t cursor = editor->cursor;
    editor->cursor = editor->length;
    editor_leave(editor, "");
    editor->cursor = cursor;
    for (size_t i = 0; i < candidates->names.count; i++)
        printf("%s  ", candidates->names.values[i] + candidates->shown_from);
    printf("\n");
}

/* Characters with a meaning for the shell get a backslash. */
static void insert_quoted(struct editor *editor, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr(" \t\n;|&()<>$`\"'\\*?[#~=", text[i]))
            editor_insert(editor, "\\", 1);
        editor_insert(editor, text + i, 1);
    }
}

void editor_complete(struct editor *editor, int lists)
{
    struct mark mark = arena_mark(&shell.scratch);
    struct candidates candidates = {0};
    size_t start = word_start(editor);
    struct buffer unquoted = {.arena = &shell.scratch};
    for (size_t i = start; i < editor->cursor; i++)
        if (editor->text[i] != '\\')
            buffer_add(&unquoted, editor->text[i]);
    const char *word = buffer_end(&unquoted);
    const char *slash = strrchr(word, '/');
    if (!slash && is_command_position(editor, start)) {
        add_commands(&candidates, word);
    } else {
        const char *home = strncmp(word, "~/", 2) == 0 ? variable_get("HOME") : NULL;
        char *pattern = home ? pattern_of(home, strlen(home), word + 2) : pattern_of("", 0, word);
        candidates.shown_from = slash ? slash + 1 - word : 0;
        if (home) {
            word = arena_copy(&shell.scratch, pattern, strlen(pattern) - 1);
            candidates.shown_from = strrchr(word, '/') + 1 - word;
        }
        add_files(&candidates, pattern, 0);
    }
    if (candidates.names.count > 0) {
        size_t typed = strlen(word), common = common_length(&candidates);
        const char *first = candidates.names.values[0];
        if (common > typed)
            insert_quoted(editor, first + typed, common - typed);
        if (candidates.names.count == 1 && first[common - 1] != '/')
            editor_insert(editor, " ", 1);
        else if (candidates.names.count > 1 && common <= typed && lists)
            list(editor, &candidates);
    }
    arena_release(&shell.scratch, mark);
}
