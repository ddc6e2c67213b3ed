/* stty: shows or changes how the terminal works (-a, sane, raw, cooked, [-]echo …, intr ^C …, rows N, cols N, size) */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

struct flag {
    const char *name;
    size_t word; /* where in struct termios */
    tcflag_t bit;
    int is_sane;
};

#define INPUT offsetof(struct termios, c_iflag)
#define OUTPUT offsetof(struct termios, c_oflag)
#define LOCAL offsetof(struct termios, c_lflag)

static const struct flag flags[] = {
    {"brkint", INPUT, BRKINT, 0}, {"ignbrk", INPUT, IGNBRK, 0}, {"istrip", INPUT, ISTRIP, 0}, {"inlcr", INPUT, INLCR, 0},
    {"igncr", INPUT, IGNCR, 0}, {"icrnl", INPUT, ICRNL, 1}, {"ixon", INPUT, IXON, 1}, {"iutf8", INPUT, IUTF8, 1},
    {"opost", OUTPUT, OPOST, 1}, {"onlcr", OUTPUT, ONLCR, 1},
    {"isig", LOCAL, ISIG, 1}, {"icanon", LOCAL, ICANON, 1}, {"iexten", LOCAL, IEXTEN, 1}, {"echo", LOCAL, ECHO, 1},
    {"echoe", LOCAL, ECHOE, 1}, {"echok", LOCAL, ECHOK, 1}, {"echonl", LOCAL, ECHONL, 0}, {"echoctl", LOCAL, ECHOCTL, 1},
    {"echoke", LOCAL, ECHOKE, 1}, {"noflsh", LOCAL, NOFLSH, 0}, {"tostop", LOCAL, TOSTOP, 0},
};

static const struct character {
    const char *name;
    int index;
    cc_t sane;
} characters[] = {
    {"intr", VINTR, 3}, {"quit", VQUIT, 28}, {"erase", VERASE, 127}, {"kill", VKILL, 21}, {"eof", VEOF, 4}, {"eol", VEOL, 0},
    {"start", VSTART, 17}, {"stop", VSTOP, 19}, {"susp", VSUSP, 26}, {"rprnt", VREPRINT, 18}, {"werase", VWERASE, 23},
    {"lnext", VLNEXT, 22},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static tcflag_t *word_of(struct termios *settings, const struct flag *flag)
{
    return (tcflag_t *)((char *)settings + flag->word);
}

static void set(struct termios *settings, const struct flag *flag, int on)
{
    tcflag_t *word = word_of(settings, flag);
    *word = on ? *word | flag->bit : *word & ~flag->bit;
}

/* How wide the window is, and how much of the line is full. */
static int width = 80, column;

/* Shows a setting, on the next line if this one has no room for it. */
static void show_setting(const char *text)
{
    int length = (int)strlen(text);
    if (column && column + 1 + length > width) {
        putchar('\n');
        column = 0;
    }
    column += printf("%s%s", column ? " " : "", text);
}

static void end_line(void)
{
    if (column)
        putchar('\n');
    column = 0;
}

static void show_character(const struct character *character, cc_t value)
{
    char text[32];
    if (value == 0)
        snprintf(text, sizeof text, "%s = <undef>;", character->name);
    else if (value < ' ' || value == 127)
        snprintf(text, sizeof text, "%s = ^%c;", character->name, value == 127 ? '?' : value + '@');
    else
        snprintf(text, sizeof text, "%s = %c;", character->name, value);
    show_setting(text);
}

/* All, or what is not sane. */
static void show(struct termios *settings, int all)
{
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0) {
        if (all)
            printf("rows %d; columns %d;\n", size.ws_row, size.ws_col);
        if (size.ws_col)
            width = size.ws_col;
    }
    for (size_t i = 0; i < COUNT(characters); i++) {
        cc_t value = settings->c_cc[characters[i].index];
        if (all || value != characters[i].sane)
            show_character(&characters[i], value);
    }
    end_line();
    for (size_t i = 0; i < COUNT(flags); i++) {
        int on = (*word_of(settings, &flags[i]) & flags[i].bit) != 0;
        if (all || on != flags[i].is_sane) {
            char text[32];
            snprintf(text, sizeof text, "%s%s", on ? "" : "-", flags[i].name);
            show_setting(text);
        }
    }
    end_line();
}

/* ^C, undef, or the character itself. */
static cc_t character(const char *text)
{
    if (strcmp(text, "undef") == 0 || strcmp(text, "^-") == 0)
        return 0;
    return text[0] == '^' && text[1] ? (text[1] == '?' ? 127 : text[1] & 0x1f) : text[0];
}

static void set_size(const char *what, int number)
{
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0)
        err(1, "the size of the window");
    *(what[0] == 'r' ? &size.ws_row : &size.ws_col) = (unsigned short)number;
    if (ioctl(STDIN_FILENO, TIOCSWINSZ, &size) != 0)
        err(1, "the size of the window");
}

static void make_sane(struct termios *settings)
{
    for (size_t i = 0; i < COUNT(flags); i++)
        set(settings, &flags[i], flags[i].is_sane);
    for (size_t i = 0; i < COUNT(characters); i++)
        settings->c_cc[characters[i].index] = characters[i].sane;
}

/* Carries out the setting that a word names; what it needs besides is the next word. Returns how many words it took. */
static int apply(struct termios *settings, const char *word, const char *next)
{
    int on = word[0] != '-';
    const char *name = word + !on;
    for (size_t i = 0; i < COUNT(flags); i++)
        if (strcmp(flags[i].name, name) == 0) {
            set(settings, &flags[i], on);
            return 1;
        }
    if (strcmp(word, "sane") == 0 || strcmp(word, "cooked") == 0 || strcmp(word, "-raw") == 0) {
        make_sane(settings);
        return 1;
    }
    if (strcmp(word, "raw") == 0) {
        cfmakeraw(settings);
        return 1;
    }
    if (!next)
        errx(1, "%s: there is no such setting, or it needs a value", word);
    if (strcmp(word, "rows") == 0 || strcmp(word, "cols") == 0 || strcmp(word, "columns") == 0) {
        set_size(word, atoi(next));
        return 2;
    }
    for (size_t i = 0; i < COUNT(characters); i++)
        if (strcmp(characters[i].name, word) == 0) {
            settings->c_cc[characters[i].index] = character(next);
            return 2;
        }
    errx(1, "%s: there is no such setting", word);
}

int main(int argc, char *argv[])
{
    struct termios settings;
    struct winsize size;
    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        err(1, "standard input");
    if (argc == 2 && strcmp(argv[1], "size") == 0) {
        if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0)
            err(1, "the size of the window");
        printf("%d %d\n", size.ws_row, size.ws_col);
        return 0;
    }
    if (argc == 1 || (argc == 2 && strcmp(argv[1], "-a") == 0)) {
        show(&settings, argc == 2);
        return 0;
    }
    for (int i = 1; i < argc;)
        i += apply(&settings, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
    if (tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) != 0)
        err(1, "standard input");
    return 0;
}
