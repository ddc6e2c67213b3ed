#include "vi.h"

#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

size_t screen_rows = 23;
static size_t columns = 80, top; /* the first line that is shown */
static struct termios before;

static void restore(void)
{
    printf("\033[%zuH\033[K", screen_rows + 1);
    fflush(stdout);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
}

void screen_begin(void)
{
    struct termios raw;
    if (tcgetattr(STDIN_FILENO, &before) != 0 || !isatty(STDOUT_FILENO))
        errx(1, "needs a terminal");
    raw = before;
    cfmakeraw(&raw);
    raw.c_oflag = before.c_oflag;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    setvbuf(stdout, NULL, _IOFBF, 0);
    atexit(restore);
}

static void measure(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 1 && size.ws_col > 0) {
        screen_rows = size.ws_row - 1;
        columns = size.ws_col;
    }
}

/* The column of the screen in which a character of a line is. */
static size_t column_of(const char *text, size_t index)
{
    size_t column = 0;
    for (size_t i = 0; i < index; i++)
        column = text[i] == '\t' ? column / 8 * 8 + 8 : column + ((text[i] & 0xc0) != 0x80);
    return column;
}

/* From that column of the text on; what does not fit is left out. */
static void draw_line(const char *text, size_t from)
{
    size_t column = 0;
    for (; *text && column < from + columns; text++) {
        size_t next = *text == '\t' ? column / 8 * 8 + 8 : column + ((*text & 0xc0) != 0x80);
        int is_plain = (unsigned char)*text >= ' ' && *text != BACKSPACE;
        if (is_plain && column >= from)
            putchar(*text);
        else
            for (size_t i = column; i < next; i++)
                if (i >= from && i < from + columns)
                    putchar(*text == '\t' ? ' ' : '?');
        column = next;
    }
}

void screen_draw(size_t row, size_t column, const char *message)
{
    measure();
    top = row < top ? row : row >= top + screen_rows ? row - screen_rows + 1 : top;
    size_t at = column_of(lines[row], column), from = at < columns ? 0 : at - columns + 1;
    printf("\033[H\033[J");
    for (size_t i = 0; i < screen_rows; i++) {
        if (top + i < line_count)
            draw_line(lines[top + i], from);
        else
            putchar('~');
        putchar('\n');
    }
    if (message)
        printf("%.*s", (int)columns - 1, message);
    printf("\033[%zu;%zuH", row - top + 1, at - from + 1);
    fflush(stdout);
}

/* What follows an escape at once belongs to one key. */
static int is_more(void)
{
    enum { MILLISECONDS = 20 };
    struct pollfd keyboard = {STDIN_FILENO, POLLIN, 0};
    return poll(&keyboard, 1, MILLISECONDS) == 1;
}

static int byte(void)
{
    unsigned char c;
    return read(STDIN_FILENO, &c, 1) == 1 ? c : -1;
}

int screen_key(void)
{
    static int pushed_back = -1;
    int c = pushed_back >= 0 ? pushed_back : byte();
    pushed_back = -1;
    if (c != ESCAPE || !is_more())
        return c;
    int second = byte();
    if (second != '[' && second != 'O') {
        pushed_back = second; /* an escape, and then something else */
        return c;
    }
    switch (byte()) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'C': return KEY_RIGHT;
    case 'D': return KEY_LEFT;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    case '5': byte(); return KEY_PAGE_UP;
    case '6': byte(); return KEY_PAGE_DOWN;
    default: return KEY_NONE;
    }
}

int screen_ask(char prompt, char *answer, size_t room)
{
    size_t length = 0;
    for (;;) {
        printf("\033[%zuH\033[K%c%.*s", screen_rows + 1, prompt, (int)length, answer);
        fflush(stdout);
        int c = screen_key();
        if (c == '\r' || c == '\n')
            break;
        if (c == ESCAPE || c < 0 || (c == BACKSPACE && length == 0))
            return 0;
        if (c == BACKSPACE)
            length--;
        else if (c >= ' ' && c < 256 && length < room - 1)
            answer[length++] = (char)c;
    }
    answer[length] = '\0';
    return 1;
}
