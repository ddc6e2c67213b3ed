/* less: shows text a screen at a time (space, b, j, k, g, G, /text, n, q) */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static char **lines;
static size_t count, top; /* lines, and which of them is the first on the screen */
static size_t rows = 24, columns = 80;
static const char *name;
static char wanted[80]; /* text that was searched for */

static int terminal; /* where keys come from: standard input may be the text */
static struct termios before;

static void read_all(FILE *stream)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stream)) >= 0) {
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        if (count % 256 == 0 && !(lines = realloc(lines, (count + 256) * sizeof *lines)))
            errx(1, "the text is too long");
        if (!(lines[count++] = strdup(line)))
            errx(1, "the text is too long");
    }
    free(line);
}

/* ---- the terminal ---- */

static void restore(void)
{
    tcsetattr(terminal, TCSADRAIN, &before);
}

static void stop(int signal)
{
    restore();
    printf("\r\033[K");
    fflush(stdout);
    _exit(128 + signal);
}

static void begin(void)
{
    struct termios raw;
    terminal = isatty(STDIN_FILENO) ? STDIN_FILENO : open("/dev/tty", O_RDONLY);
    if (terminal < 0 || tcgetattr(terminal, &before) != 0)
        err(1, "the terminal");
    raw = before;
    raw.c_lflag &= ~(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    tcsetattr(terminal, TCSADRAIN, &raw);
    atexit(restore);
}

static void measure(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 1 && size.ws_col > 0) {
        rows = size.ws_row;
        columns = size.ws_col;
    }
}

/* Escape sequences of arrow and page keys become the letters that do the same. */
static int key(void)
{
    unsigned char c, sequence[2];
    if (read(terminal, &c, 1) != 1)
        return 'q';
    if (c != '\033')
        return c;
    if (read(terminal, sequence, 2) != 2)
        return 'q';
    switch (sequence[1]) {
    case 'A': return 'k';
    case 'B': return 'j';
    case 'H': return 'g';
    case 'F': return 'G';
    case '5': return read(terminal, &c, 1) == 1 ? 'b' : 'q';
    case '6': return read(terminal, &c, 1) == 1 ? ' ' : 'q';
    default: return 0;
    }
}

/* ---- the screen ---- */

/* A line is cut at the right border; control characters show as a caret and a letter. */
static void show_line(const char *text)
{
    for (size_t column = 0; *text && column < columns; text++) {
        unsigned char c = *text;
        if (c == '\t') {
            do
                putchar(' ');
            while (++column % 8 != 0 && column < columns);
        } else if (c < ' ' || c == 127) {
            if (column + 2 <= columns)
                printf("^%c", c == 127 ? '?' : c + '@');
            column += 2;
        } else {
            putchar(c);
            column += (c & 0xc0) != 0x80;
        }
    }
}

static size_t last_top(void)
{
    return count > rows - 1 ? count - (rows - 1) : 0;
}

static void draw(const char *message)
{
    measure();
    if (top > last_top())
        top = last_top();
    setvbuf(stdout, NULL, _IOFBF, 0);
    printf("\033[H\033[J");
    for (size_t row = 0; row < rows - 1; row++) {
        if (top + row < count)
            show_line(lines[top + row]);
        else
            putchar('~');
        putchar('\n');
    }
    if (message)
        printf("\033[7m%s\033[m", message);
    else
        printf("\033[7m%s %zu/%zu%s\033[m", name, top + rows - 1 < count ? top + rows - 1 : count, count, top == last_top() ? " (END)" : "");
    fflush(stdout);
}

static const char *search(size_t from)
{
    for (size_t i = from; i < count; i++)
        if (strstr(lines[i], wanted)) {
            top = i;
            return NULL;
        }
    return "not found";
}

static const char *ask_and_search(void)
{
    size_t length = 0;
    for (;;) {
        printf("\r\033[K/%.*s", (int)length, wanted);
        fflush(stdout);
        int c = key();
        if (c == '\r' || c == '\n')
            break;
        if (c == 127 && length > 0)
            length--;
        else if (c >= ' ' && c != 127 && length < sizeof wanted - 1)
            wanted[length++] = (char)c;
    }
    wanted[length] = '\0';
    return length ? search(top) : NULL;
}

static void browse(void)
{
    const char *message = NULL;
    for (;;) {
        draw(message);
        message = NULL;
        switch (key()) {
        case 'q': printf("\r\033[K"); return;
        case ' ': case 'f': top += rows - 1; break;
        case 'b': top = top > rows - 1 ? top - (rows - 1) : 0; break;
        case 'j': case '\r': case '\n': top++; break;
        case 'k': top -= top > 0; break;
        case 'g': top = 0; break;
        case 'G': top = last_top(); break;
        case '/': message = ask_and_search(); break;
        case 'n': message = search(top + 1); break;
        default: message = "space b j k g G /text n q"; break;
        }
    }
}

int main(int argc, char *argv[])
{
    name = argc > 1 ? argv[1] : "(standard input)";
    FILE *stream = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (!stream)
        err(1, "%s", name);
    read_all(stream);
    if (!isatty(STDOUT_FILENO)) {
        for (size_t i = 0; i < count; i++)
            puts(lines[i]);
        return 0;
    }
    begin();
    browse();
    return 0;
}
