/* vi: a small visual editor (i a o Escape, h j k l, x dd yy p u, /text n, :w :q) */
#include "vi.h"

#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

static size_t row, column;
static char *yanked; /* lines that were deleted or copied, each with a newline */
static char wanted[80];
static const char *message;

/* ---- movements ---- */

static size_t last_column(void)
{
    size_t length = text_length(row);
    return length > 0 ? length - 1 : 0;
}

static int is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static void next_word(void)
{
    const char *text = lines[row];
    while (text[column] && is_word(text[column]))
        column++;
    while (text[column] && !is_word(text[column]))
        column++;
    if (!text[column] && row + 1 < line_count) {
        row++;
        column = 0;
    }
}

static void word_before(void)
{
    if (column == 0 && row > 0) {
        row--;
        column = text_length(row);
    }
    while (column > 0 && !is_word(lines[row][column - 1]))
        column--;
    while (column > 0 && is_word(lines[row][column - 1]))
        column--;
}

/* From behind the cursor on, and from the beginning if it is not there. */
static void search(void)
{
    const char *found = column < text_length(row) ? strstr(lines[row] + column + 1, wanted) : NULL;
    size_t at = row;
    for (size_t tried = 0; !found && tried < line_count; tried++) {
        at = (at + 1) % line_count;
        found = strstr(lines[at], wanted);
    }
    if (found) {
        row = at;
        column = (size_t)(found - lines[at]);
    } else {
        message = "not found";
    }
}

static int move(int key, size_t count, int has_count)
{
    switch (key) {
    case 'h': case KEY_LEFT: case '\b': case BACKSPACE: column -= count < column ? count : column; break;
    case 'l': case KEY_RIGHT: case ' ': column += count; break;
    case 'j': case KEY_DOWN: case '\r': case '\n': row = row + count < line_count ? row + count : line_count - 1; break;
    case 'k': case KEY_UP: row -= count < row ? count : row; break;
    case '0': case KEY_HOME: column = 0; break;
    case '^': column = strspn(lines[row], " \t"); break;
    case '$': case KEY_END: column = last_column(); break;
    case 'w': while (count-- > 0) next_word(); break;
    case 'b': while (count-- > 0) word_before(); break;
    case 'G': row = !has_count || count > line_count ? line_count - 1 : count - 1; break;
    case 'g': if (screen_key() == 'g') row = 0; break;
    case 'f' & CONTROL: case KEY_PAGE_DOWN: row = row + screen_rows < line_count ? row + screen_rows : line_count - 1; break;
    case 'b' & CONTROL: case KEY_PAGE_UP: row -= screen_rows < row ? screen_rows : row; break;
    case '/': if (screen_ask('/', wanted, sizeof wanted)) search(); break;
    case 'n': search(); break;
    default: return 0;
    }
    return 1;
}

/* ---- changes ---- */

static void yank(size_t count)
{
    size_t end = row + count < line_count ? row + count : line_count, length = 0;
    for (size_t i = row; i < end; i++)
        length += text_length(i) + 1;
    free(yanked);
    yanked = malloc(length + 1);
    if (!yanked)
        errx(1, "out of memory");
    char *to = yanked;
    for (size_t i = row; i < end; i++) {
        to = stpcpy(to, lines[i]);
        *to++ = '\n';
    }
    *to = '\0';
}

static void delete_lines(size_t count)
{
    yank(count);
    for (size_t left = line_count - row < count ? line_count - row : count; left > 0; left--)
        text_delete_line(row);
    row -= row == line_count;
    column = 0;
}

/* Puts the lines that were yanked before a row. */
static void put(size_t at)
{
    char *all = yanked ? strdup(yanked) : NULL, *line = all;
    row = all ? at : row;
    while (line && *line) {
        char *end = strchr(line, '\n');
        *end = '\0';
        text_insert_line(at++, line);
        line = end + 1;
    }
    column = 0;
    free(all);
}

static void join(void)
{
    if (row + 1 == line_count)
        return;
    column = text_length(row);
    text_insert(row, column, " ", 1);
    text_insert(row, column + 1, lines[row + 1], text_length(row + 1));
    text_delete_line(row + 1);
}

static void replace(void)
{
    int key = screen_key();
    char c = (char)key;
    if (key >= ' ' && key < 256 && text_length(row) > 0) {
        text_delete(row, column, 1);
        text_insert(row, column, &c, 1);
    }
}

static void open_line(size_t at)
{
    text_insert_line(at, "");
    row = at;
    column = 0;
    insert(&row, &column);
}

static void change(int key, size_t count)
{
    size_t rest = text_length(row) - column;
    switch (key) {
    case 'i': insert(&row, &column); break;
    case 'a': column += rest > 0; insert(&row, &column); break;
    case 'I': column = strspn(lines[row], " \t"); insert(&row, &column); break;
    case 'A': column = text_length(row); insert(&row, &column); break;
    case 'o': open_line(row + 1); break;
    case 'O': open_line(row); break;
    case 'x': text_delete(row, column, count < rest ? count : rest); break;
    case 'D': text_delete(row, column, rest); break;
    case 'd': if (screen_key() == 'd') delete_lines(count); break;
    case 'p': put(row + 1); break;
    case 'P': put(row); break;
    case 'J': join(); break;
    case 'r': replace(); break;
    }
}

/* ---- one command after the other ---- */

static void command(void)
{
    size_t count = 0;
    int key = screen_key();
    while (key >= '0' && key <= '9' && (key != '0' || count > 0)) {
        count = count < 100000 ? count * 10 + (size_t)(key - '0') : count;
        key = screen_key();
    }
    char line[80];
    if (key < 0) {
        exit(EXIT_FAILURE);
    } else if (key == ':') {
        message = screen_ask(':', line, sizeof line) ? ex(line, &row) : NULL;
    } else if (key == 'Z') {
        message = screen_key() == 'Z' ? ex("wq", &row) : NULL;
    } else if (key == 'y') {
        if (screen_key() == 'y')
            yank(count ? count : 1);
    } else if (key == 'u') {
        message = text_undo() ? NULL : "there is nothing to undo";
    } else if (!move(key, count ? count : 1, count > 0) && key < 256 && strchr("iaIAoOxDdpPJr", key)) {
        text_remember();
        change(key, count ? count : 1);
    }
}

int main(int argc, char *argv[])
{
    file_name = argc > 1 ? argv[1] : NULL;
    int found = text_read(file_name ? file_name : "/dev/null");
    if (found < 0)
        err(1, "%s", file_name);
    message = found == 1 ? "new file" : NULL;
    screen_begin();
    for (;;) {
        if (row >= line_count)
            row = line_count - 1;
        if (column > last_column())
            column = last_column();
        screen_draw(row, column, message);
        message = NULL;
        command();
    }
}
