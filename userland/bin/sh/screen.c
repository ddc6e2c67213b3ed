/* Drawing the line that is edited. It may be longer than the screen is wide: the rest goes on in the next rows. */
#include "editor.h"
#include "prompt.h"
#include "terminal.h"

#include <stdio.h>
#include <string.h>

/* One column for each character; what is wider, as Chinese, shows a little out of place. */
size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\033') { /* a colour takes no room */
            while (i < length && text[i] != 'm')
                i++;
        } else if ((text[i] & 0xc0) != 0x80) {
            columns++;
        }
    }
    return columns;
}

/* To the first column of the prompt's row. */
static void go_to_start(struct editor *editor)
{
    if (editor->rows_above > 0)
        printf("\033[%dA", editor->rows_above);
    printf("\r");
}

/* Control characters would do something: a blank stands for each. */
static void print_visible(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        putchar((unsigned char)text[i] < ' ' ? ' ' : text[i]);
}

static void draw(struct editor *editor, size_t cursor)
{
    size_t width = terminal_width();
    size_t end_column = editor->prompt_columns + columns_of(editor->text, editor->length);
    size_t cursor_column = editor->prompt_columns + columns_of(editor->text, cursor);
    setvbuf(stdout, NULL, _IOFBF, 0); /* all at once, lest it flicker */
    go_to_start(editor);
    printf("\033[J%s", editor->prompt);
    print_visible(editor->text, editor->length);
    if (end_column % width == 0)
        printf(" \r"); /* the cursor is still in the last column: on to the next row */
    size_t below = end_column / width - cursor_column / width;
    if (below > 0)
        printf("\033[%zuA", below);
    printf("\r");
    if (cursor_column % width > 0)
        printf("\033[%zuC", cursor_column % width);
    editor->rows_above = cursor_column / width;
    fflush(stdout);
    setvbuf(stdout, NULL, _IOLBF, 0);
}

void editor_show(struct editor *editor)
{
    draw(editor, editor->cursor);
}

void editor_leave(struct editor *editor, const char *mark)
{
    draw(editor, editor->length);
    printf("%s\r\n", mark);
    fflush(stdout);
    editor->rows_above = 0;
}
