/* What each key does. The terminal is in raw mode while a line is edited: every key arrives as it is pressed, a special
 * one as several bytes that begin with ESC. */
#include "editor.h"

#include "arena.h"
#include "history.h"
#include "prompt.h"
#include "shell.h"
#include "terminal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CONTROL(letter) ((letter) & 0x1f)
#define ESCAPE 27
#define DELETE 127

/* Keys that arrive as several bytes. */
enum { KEY_UP = 256, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END, KEY_DELETE, KEY_UNKNOWN };

/* One at a time: what follows the line, if somebody pastes several, may be for the command in it. */
int editor_read_byte(void)
{
    unsigned char byte;
    ssize_t count;
    do
        count = read(STDIN_FILENO, &byte, 1);
    while (count < 0 && errno == EINTR);
    return count == 1 ? byte : -1;
}

/* Then the screen is brought up to date only after the last one. */
static int more_keys_wait(void)
{
    int count = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &count) == 0 && count > 0;
}

/* One step up or down; the line that is new is kept meanwhile. */
static void show_history(struct editor *editor, int index)
{
    if (index < 0 || index > history_length() || index == editor->history_index)
        return;
    if (editor->history_index == history_length()) {
        free(editor->unfinished);
        editor->unfinished = copy_text(editor->text);
    }
    editor->history_index = index;
    editor_replace(editor, index == history_length() ? editor->unfinished : history_line(index));
}

/* ESC [ A and the like. */
static int read_special_key(void)
{
    int kind = editor_read_byte();
    if (kind != '[' && kind != 'O')
        return KEY_UNKNOWN;
    int number = 0, c = editor_read_byte();
    for (; isdigit(c) || c == ';'; c = editor_read_byte())
        number = c == ';' ? 0 : (number * 10 + c - '0') % 1000;
    switch (c) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'C': return KEY_RIGHT;
    case 'D': return KEY_LEFT;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    case '~': return number == 1 || number == 7 ? KEY_HOME : number == 4 || number == 8 ? KEY_END
                     : number == 3 ? KEY_DELETE : KEY_UNKNOWN;
    default: return KEY_UNKNOWN;
    }
}

/* ^R: the newest line that holds what is typed; again ^R, one that is older. Returns the key that ended the search. */
static int search_history(struct editor *editor)
{
    char wanted[80] = "", prompt[120];
    const char *own_prompt = editor->prompt;
    size_t own_columns = editor->prompt_columns;
    int index = history_length(), key;
    for (;;) {
        snprintf(prompt, sizeof prompt, "(search)`%s': ", wanted);
        editor->prompt = prompt;
        editor->prompt_columns = strlen(prompt);
        editor_show(editor);
        key = editor_read_byte();
        size_t length = strlen(wanted);
        if (key == CONTROL('R')) {
            index--;
        } else if ((key == DELETE || key == CONTROL('H')) && length > 0) {
            wanted[length - 1] = '\0';
            index = history_length() - 1;
        } else if (key >= ' ' && key != DELETE && length + 1 < sizeof wanted) {
            wanted[length] = key;
            wanted[length + 1] = '\0';
        } else {
            break;
        }
        if (index == history_length())
            index--;
        int found = index;
        while (found >= 0 && !strstr(history_line(found), wanted))
            found--;
        if (found >= 0 && *wanted)
            editor_replace(editor, history_line(index = found));
    }
    editor->prompt = own_prompt;
    editor->prompt_columns = own_columns;
    return key;
}

static void handle_movement(struct editor *editor, int key)
{
    switch (key) {
    case CONTROL('A'):
    case KEY_HOME: editor->cursor = 0; break;
    case CONTROL('E'):
    case KEY_END: editor->cursor = editor->length; break;
    case CONTROL('B'):
    case KEY_LEFT: editor->cursor = editor_character_before(editor, editor->cursor); break;
    case CONTROL('F'):
    case KEY_RIGHT: editor->cursor = editor_character_after(editor, editor->cursor); break;
    case CONTROL('P'):
    case KEY_UP: show_history(editor, editor->history_index - 1); break;
    case CONTROL('N'):
    case KEY_DOWN: show_history(editor, editor->history_index + 1); break;
    }
}

static void handle_change(struct editor *editor, int key)
{
    char byte = key;
    switch (key) {
    case DELETE:
    case CONTROL('H'): editor_remove(editor, editor_character_before(editor, editor->cursor), editor->cursor); break;
    case CONTROL('D'):
    case KEY_DELETE: {
        size_t cursor = editor->cursor;
        editor_remove(editor, cursor, editor_character_after(editor, cursor));
        break;
    }
    case CONTROL('K'): editor_cut(editor, editor->cursor, editor->length); break;
    case CONTROL('U'): editor_cut(editor, 0, editor->cursor); break;
    case CONTROL('W'): editor_cut(editor, editor_word_before(editor, editor->cursor), editor->cursor); break;
    case CONTROL('Y'):
        if (editor->cut)
            editor_insert(editor, editor->cut, strlen(editor->cut));
        break;
    default:
        if ((key >= ' ' && key < 256) && key != DELETE)
            editor_insert(editor, &byte, 1);
    }
}

enum result { EDITING, COMPLETE, ABANDONED, END_OF_INPUT };

static enum result handle_key(struct editor *editor, int key, int previous_key)
{
    switch (key) {
    case -1: return END_OF_INPUT;
    case '\r':
    case '\n': return COMPLETE;
    case CONTROL('C'): return ABANDONED;
    case CONTROL('L'):
        printf("\033[H\033[2J");
        editor->rows_above = 0;
        return EDITING;
    case '\t': editor_complete(editor, previous_key == '\t'); return EDITING;
    case CONTROL('D'):
        if (editor->length == 0)
            return END_OF_INPUT;
    }
    handle_movement(editor, key);
    handle_change(editor, key);
    return EDITING;
}

static enum result edit(struct editor *editor)
{
    int key = 0;
    for (;;) {
        if (!more_keys_wait())
            editor_show(editor);
        int previous = key;
        key = editor_read_byte();
        if (key == CONTROL('R'))
            key = search_history(editor);
        if (key == ESCAPE)
            key = read_special_key();
        enum result result = handle_key(editor, key, previous);
        if (result != EDITING)
            return result;
    }
}

/* Where the terminal cannot be made raw, it edits the line itself. */
static char *read_plain_line(const char *prompt)
{
    char *line = NULL;
    size_t length = 0, capacity = 0;
    printf("%s", prompt);
    fflush(stdout);
    for (int c; (c = editor_read_byte()) >= 0; ) {
        if (length + 2 > capacity)
            line = must(realloc(line, capacity = 2 * capacity + 80));
        line[length++] = c;
        line[length] = '\0';
        if (c == '\n')
            break;
    }
    return line;
}

char *editor_read_line(int is_continuation)
{
    const char *prompt = is_continuation ? prompt_continuation() : prompt_first();
    if (!terminal_make_raw())
        return read_plain_line(prompt);
    static char *cut_before;
    struct editor editor = {.prompt = prompt, .prompt_columns = columns_of(prompt, strlen(prompt)),
                            .history_index = history_length(), .cut = cut_before};
    editor_insert(&editor, "", 0);
    enum result result = edit(&editor);
    editor_leave(&editor, result == ABANDONED ? "^C" : "");
    terminal_restore();
    cut_before = editor.cut;
    free(editor.unfinished);
    if (result == END_OF_INPUT) {
        free(editor.text);
        return NULL;
    }
    if (result == ABANDONED) {
        free(editor.text);
        give_up(130);
    }
    history_add(editor.text);
    editor_insert(&editor, "", 0);
    editor.cursor = editor.length;
    editor_insert(&editor, "\n", 1);
    return editor.text;
}
