/* The last steps of expansion: fields are split, patterns replaced by the names of files, and quotes forgotten. */
#include "expand.h"
#include "shell.h"

#include <glob.h>
#include <string.h>

void fields_add(struct fields *fields, char *value)
{
    if (fields->count + 1 >= fields->capacity) {
        fields->capacity = 2 * fields->capacity + 16;
        char **values = arena_get(&shell.scratch, fields->capacity * sizeof *values);
        if (fields->count > 0)
            memcpy(values, fields->values, fields->count * sizeof *values);
        fields->values = values;
    }
    fields->values[fields->count++] = value;
    fields->values[fields->count] = NULL;
}

static char *text_of(const struct piece *piece, size_t start, size_t end, int as_pattern)
{
    struct buffer text = {.arena = &shell.scratch};
    for (size_t i = start; i < end; i++) {
        char c = piece->text.bytes[i];
        if (piece->origins.bytes[i] == EMPTY_QUOTES)
            continue;
        if (as_pattern && piece->origins.bytes[i] == FROM_QUOTES && strchr("*?[]\\-!^", c))
            buffer_add(&text, '\\');
        buffer_add(&text, c);
    }
    return buffer_end(&text);
}

char *piece_text(const struct piece *piece, int as_pattern)
{
    return text_of(piece, 0, piece->text.length, as_pattern);
}

static int is_pattern(const struct piece *piece, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if ((piece->origins.bytes[i] == FROM_WORD || piece->origins.bytes[i] == FROM_EXPANSION)
            && piece->text.bytes[i] && strchr("*?[", piece->text.bytes[i]))
            return 1;
    return 0;
}

/* A pattern that no file matches stays as it is. */
static void add_field(const struct piece *piece, size_t start, size_t end, struct fields *fields)
{
    if (is_pattern(piece, start, end) && !shell.options[OPTION_NOGLOB]) {
        glob_t found;
        if (glob(text_of(piece, start, end, 1), 0, NULL, &found) == 0) {
            for (size_t i = 0; i < found.gl_pathc; i++)
                fields_add(fields, arena_copy(&shell.scratch, found.gl_pathv[i], strlen(found.gl_pathv[i])));
            globfree(&found);
            return;
        }
        globfree(&found);
    }
    fields_add(fields, text_of(piece, start, end, 0));
}

static int is_separator(const struct piece *piece, size_t i, const char *separators)
{
    return piece->origins.bytes[i] == FROM_EXPANSION && strchr(separators, piece->text.bytes[i]);
}

/* Blanks separate fields however many there are. Of other separators each ends a field, also an empty one, unless
 * blanks have ended it already. */
void make_fields(const struct piece *piece, struct fields *fields)
{
    const char *separators = field_separators();
    size_t start = 0;
    int ended_by_blank = 0;
    for (size_t i = 0; i < piece->text.length; i++) {
        if (!is_separator(piece, i, separators))
            continue;
        int is_blank = strchr(" \t\n", piece->text.bytes[i]) != NULL;
        if (i > start) {
            add_field(piece, start, i, fields);
            ended_by_blank = is_blank;
        } else if (!is_blank) {
            if (!ended_by_blank)
                fields_add(fields, "");
            ended_by_blank = 0;
        }
        start = i + 1;
    }
    if (piece->text.length > start)
        add_field(piece, start, piece->text.length, fields);
}
