#include "vi.h"

#include <string.h>

static void split(size_t *row, size_t *column)
{
    text_insert_line(*row + 1, lines[*row] + *column);
    text_delete(*row, *column, text_length(*row) - *column);
    ++*row;
    *column = 0;
}

/* Takes the character before the cursor away; at the beginning of a line, the line's end before it. */
static void erase(size_t *row, size_t *column)
{
    if (*column > 0) {
        text_delete(*row, --*column, 1);
    } else if (*row > 0) {
        size_t end = text_length(*row - 1);
        text_insert(*row - 1, end, lines[*row], text_length(*row));
        text_delete_line(*row);
        --*row;
        *column = end;
    }
}

/* Until Escape. */
void insert(size_t *row, size_t *column)
{
    for (;;) {
        screen_draw(*row, *column, "-- INSERT --");
        int key = screen_key();
        char c = (char)key;
        switch (key) {
        case -1: case ESCAPE:
            *column -= *column > 0;
            return;
        case '\r': case '\n': split(row, column); break;
        case BACKSPACE: case '\b': erase(row, column); break;
        case KEY_LEFT: *column -= *column > 0; break;
        case KEY_RIGHT: *column += *column < text_length(*row); break;
        case KEY_UP: *row -= *row > 0; break;
        case KEY_DOWN: *row += *row + 1 < line_count; break;
        default:
            if (key == '\t' || (key >= ' ' && key < 256))
                text_insert(*row, (*column)++, &c, 1);
        }
        if (*column > text_length(*row))
            *column = text_length(*row);
    }
}
