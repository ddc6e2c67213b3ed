/* The text of the line that is edited. A character may be several bytes. */
#include "arena.h"
#include "editor.h"

#include <stdlib.h>
#include <string.h>

void editor_insert(struct editor *editor, const char *bytes, size_t count)
{
    if (editor->length + count + 2 > editor->capacity) {
        editor->capacity = 2 * (editor->length + count) + 80;
        editor->text = must(realloc(editor->text, editor->capacity));
    }
    memmove(editor->text + editor->cursor + count, editor->text + editor->cursor, editor->length - editor->cursor);
    memcpy(editor->text + editor->cursor, bytes, count);
    editor->length += count;
    editor->cursor += count;
    editor->text[editor->length] = '\0';
}

void editor_remove(struct editor *editor, size_t from, size_t to)
{
    memmove(editor->text + from, editor->text + to, editor->length - to + 1);
    editor->length -= to - from;
    editor->cursor = from;
}

void editor_replace(struct editor *editor, const char *line)
{
    editor_remove(editor, 0, editor->length);
    editor_insert(editor, line, strlen(line));
}

void editor_cut(struct editor *editor, size_t from, size_t to)
{
    if (from == to)
        return;
    free(editor->cut);
    editor->cut = must(strndup(editor->text + from, to - from));
    editor_remove(editor, from, to);
}

/* A character of UTF-8 is a byte that is no continuation, and those of the form 10xxxxxx behind it. */
static int is_continuation(char byte)
{
    return (byte & 0xc0) == 0x80;
}

size_t editor_character_before(const struct editor *editor, size_t position)
{
    if (position > 0)
        position--;
    while (position > 0 && is_continuation(editor->text[position]))
        position--;
    return position;
}

size_t editor_character_after(const struct editor *editor, size_t position)
{
    if (position < editor->length)
        position++;
    while (position < editor->length && is_continuation(editor->text[position]))
        position++;
    return position;
}

size_t editor_word_before(const struct editor *editor, size_t position)
{
    while (position > 0 && editor->text[position - 1] == ' ')
        position--;
    while (position > 0 && editor->text[position - 1] != ' ')
        position--;
    return position;
}
