/* Pseudoterminals: what one program writes to the master are the keys of another that has the slave. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>

/* Both sides of a new pseudoterminal. */
struct pair {
    int master, slave;
    char name[64];
};

static struct pair new_pair(void)
{
    struct pair pair;
    pair.master = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(pair.master >= 0);
    CHECK(grantpt(pair.master) == 0);
    CHECK(unlockpt(pair.master) == 0);
    CHECK(ptsname_r(pair.master, pair.name, sizeof pair.name) == 0);
    pair.slave = open(pair.name, O_RDWR | O_NOCTTY);
    CHECK(pair.slave >= 0);
    return pair;
}

static void set_local(int fd, int on, int off)
{
    struct termios modes;
    CHECK(tcgetattr(fd, &modes) == 0);
    modes.c_lflag |= on;
    modes.c_lflag &= ~off;
    CHECK(tcsetattr(fd, TCSANOW, &modes) == 0);
}

static void type(struct pair pair, const char *keys)
{
    CHECK(write(pair.master, keys, strlen(keys)) == (ssize_t)strlen(keys));
}

/* What comes next is exactly this. */
static void expect(int fd, const char *text)
{
    char got[256];
    size_t length = 0;
    while (length < strlen(text)) {
        ssize_t count = read(fd, got + length, strlen(text) - length);
        CHECK(count > 0);
        if (count <= 0)
            return;
        length += (size_t)count;
    }
    CHECK(memcmp(got, text, length) == 0);
}

static void sleep_for_ever(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (;;)
        sigsuspend(&none);
}

static int events(int fd, int wanted)
{
    struct pollfd entry = {.fd = fd, .events = (short)wanted};
    CHECK(poll(&entry, 1, 0) >= 0);
    return entry.revents;
}

static void set_non_blocking(int fd)
{
    CHECK(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0);
}

static void a_slave_cannot_be_opened_before_it_is_unlocked(void)
{
    char name[64];
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
    CHECK(master >= 0);
    CHECK(ptsname_r(master, name, sizeof name) == 0);
    CHECK_FAILS(open(name, O_RDWR | O_NOCTTY), EIO);
    CHECK(unlockpt(master) == 0);
    CHECK(open(name, O_RDWR | O_NOCTTY) >= 0);
}

static void a_slave_has_a_name_as_long_as_the_master_is_open(void)
{
    struct pair pair = new_pair();
    struct stat named, opened;
    CHECK(stat(pair.name, &named) == 0);
    CHECK(fstat(pair.slave, &opened) == 0);
    CHECK(S_ISCHR(named.st_mode) && (on_qemu() || (named.st_mode & 0777) == 0620)); /* else as it is mounted */
    CHECK(named.st_uid == getuid());
    CHECK(named.st_rdev == opened.st_rdev && named.st_ino == opened.st_ino);
    CHECK(isatty(pair.slave) && isatty(pair.master));
    CHECK(close(pair.master) == 0);
    CHECK_FAILS(stat(pair.name, &named), ENOENT);
}

static void a_line_is_edited_and_echoed(void)
{
    struct pair pair = new_pair();
    type(pair, "hexl\177\177llo\n");
    expect(pair.slave, "hello\n");
    expect(pair.master, "hexl\b \b\b \bllo\r\n");
}

static void a_program_that_writes_a_newline_moves_the_cursor_to_the_next_line(void)
{
    struct pair pair = new_pair();
    CHECK(write(pair.slave, "a\nb\n", 4) == 4);
    expect(pair.master, "a\r\nb\r\n");
}

static void raw_bytes_pass_unchanged(void)
{
    struct pair pair = new_pair();
    struct termios modes;
    CHECK(tcgetattr(pair.slave, &modes) == 0);
    cfmakeraw(&modes);
    CHECK(tcsetattr(pair.slave, TCSANOW, &modes) == 0);
    type(pair, "\003\004x\r");
    expect(pair.slave, "\003\004x\r");
    CHECK(write(pair.slave, "y\n", 2) == 2);
    expect(pair.master, "y\n");
}

static void what_is_typed_before_the_slave_is_opened_waits_for_it(void)
{
    char name[64];
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(unlockpt(master) == 0);
    CHECK(write(master, "early\n", 6) == 6);
    CHECK(ptsname_r(master, name, sizeof name) == 0);
    int slave = open(name, O_RDWR | O_NOCTTY);
    expect(slave, "early\n");
}

static void each_side_waits_for_the_other(void)
{
    struct pair pair = new_pair();
    set_local(pair.slave, 0, ECHO);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        expect(pair.slave, "question\n");
        CHECK(write(pair.slave, "answer\n", 7) == 7);
        _exit(failures != 0);
    }
    let_others_run();
    type(pair, "question\n");
    expect(pair.master, "answer\r\n");
    CHECK(exit_status(child) == 0);
}

static void poll_tells_when_either_side_can_be_read(void)
{
    struct pair pair = new_pair();
    set_local(pair.slave, 0, ECHO);
    CHECK(events(pair.master, POLLIN | POLLOUT) == POLLOUT);
    CHECK(events(pair.slave, POLLIN | POLLOUT) == POLLOUT);
    type(pair, "half");
    CHECK(events(pair.slave, POLLIN) == 0);
    type(pair, "\n");
    CHECK(events(pair.slave, POLLIN) == POLLIN);
    CHECK(write(pair.slave, "x", 1) == 1);
    CHECK(events(pair.master, POLLIN) == POLLIN);
    int waiting = 0;
    CHECK(ioctl(pair.slave, FIONREAD, &waiting) == 0 && waiting == 5);
    CHECK(ioctl(pair.master, FIONREAD, &waiting) == 0 && waiting == 1);
}

static void without_blocking_a_read_of_nothing_fails(void)
{
    struct pair pair = new_pair();
    char byte;
    set_non_blocking(pair.master);
    set_non_blocking(pair.slave);
    CHECK_FAILS(read(pair.master, &byte, 1), EAGAIN);
    CHECK_FAILS(read(pair.slave, &byte, 1), EAGAIN);
}

static void a_writer_is_held_up_when_nobody_reads(void)
{
    struct pair pair = new_pair();
    char text[1000];
    memset(text, 'x', sizeof text);
    set_non_blocking(pair.slave);
    long written = 0;
    for (ssize_t count; (count = write(pair.slave, text, sizeof text)) > 0; written += count)
        ;
    CHECK(errno == EAGAIN);
    CHECK(written > 1000);
    CHECK(events(pair.slave, POLLOUT) == 0);
    for (long left = written; left > 0;) {
        ssize_t count = read(pair.master, text, sizeof text);
        CHECK(count > 0);
        left -= count > 0 ? count : left;
    }
    CHECK(events(pair.slave, POLLOUT) == POLLOUT);
}

static void much_output_arrives_whole(void)
{
    struct pair pair = new_pair();
    enum { LINES = 2000 };
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        static char text[8 * LINES + 1];
        for (int i = 0; i < LINES; i++)
            snprintf(text + 7 * i, 8, "%06d\n", i);
        CHECK(write(pair.slave, text, 7 * LINES) == 7 * LINES);
        _exit(failures != 0);
    }
    for (int i = 0; i < LINES; i++) {
        char line[16];
        snprintf(line, sizeof line, "%06d\r\n", i);
        expect(pair.master, line);
    }
    CHECK(exit_status(child) == 0);
}

static void the_master_finds_the_end_when_the_last_slave_is_closed(void)
{
    struct pair pair = new_pair();
    char byte;
    CHECK(write(pair.slave, "z", 1) == 1);
    int second = open(pair.name, O_RDWR | O_NOCTTY);
    CHECK(close(pair.slave) == 0);
    CHECK((events(pair.master, POLLIN) & POLLHUP) == 0);
    CHECK(close(second) == 0);
    CHECK((events(pair.master, POLLIN) & (POLLIN | POLLHUP)) == (POLLIN | POLLHUP));
    expect(pair.master, "z");
    CHECK_FAILS(read(pair.master, &byte, 1), EIO);
    CHECK(open(pair.name, O_RDWR | O_NOCTTY) >= 0);
    CHECK(events(pair.master, POLLIN) == 0);
}

static void the_slave_is_hung_up_when_the_master_is_closed(void)
{
    struct pair pair = new_pair();
    char byte;
    type(pair, "lost\n");
    CHECK(close(pair.master) == 0);
    CHECK(read(pair.slave, &byte, 1) == 0);
    CHECK_FAILS(write(pair.slave, "x", 1), EIO);
    CHECK((events(pair.slave, POLLIN) & (POLLIN | POLLHUP)) == (POLLIN | POLLHUP));
    struct winsize size;
    CHECK_FAILS(ioctl(pair.slave, TIOCGWINSZ, &size), EIO);
}

/* ---- sessions -------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t caught;

static void note(int signal)
{
    caught = signal;
}

static void a_session_leader_gets_the_slave_that_it_opens_as_its_terminal(void)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        CHECK(setsid() == getpid());
        CHECK_FAILS(open("/dev/tty", O_RDWR), ENXIO);
        CHECK_FAILS(tcgetpgrp(pair.slave), ENOTTY);
        int slave = open(pair.name, O_RDWR | O_NOCTTY);
        CHECK_FAILS(tcgetpgrp(slave), ENOTTY);
        slave = open(pair.name, O_RDWR);
        CHECK(tcgetpgrp(slave) == getpid());
        CHECK(on_qemu() || tcgetsid(slave) == getpid());
        int tty = open("/dev/tty", O_RDWR);
        CHECK(write(tty, "tty\n", 4) == 4);
        signal(SIGHUP, SIG_IGN);
        CHECK(ioctl(tty, TIOCNOTTY) == 0);
        CHECK_FAILS(open("/dev/tty", O_RDWR), ENXIO);
        CHECK(ioctl(slave, TIOCSCTTY, 0) == 0);
        CHECK(tcgetpgrp(pair.master) == getpid());
        _exit(failures != 0);
    }
    expect(pair.master, "tty\r\n");
    CHECK(exit_status(child) == 0);
}

/* The signal that a key sends to a child in the foreground. */
static int signal_of(const char *key)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        CHECK(ioctl(pair.slave, TIOCSCTTY, 0) == 0);
        send_byte(pair.slave);
        sleep_for_ever();
    }
    await_byte(pair.master);
    type(pair, key);
    return death_signal(child);
}

static void keys_are_signals_to_the_foreground(void)
{
    CHECK(signal_of("\003") == SIGINT);
    CHECK(signal_of("\034") == SIGQUIT);
}

static void a_job_in_the_foreground_is_stopped_by_a_key(void)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t shell = fork();
    if (shell == 0) {
        setsid();
        CHECK(ioctl(pair.slave, TIOCSCTTY, 0) == 0);
        pid_t job = fork();
        if (job == 0) {
            setpgid(0, 0);
            sleep_for_ever();
        }
        setpgid(job, job);
        CHECK(tcsetpgrp(pair.slave, job) == 0);
        send_byte(pair.slave);
        int status;
        CHECK(waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP);
        kill(job, SIGKILL);
        CHECK(death_signal(job) == SIGKILL);
        _exit(failures != 0);
    }
    await_byte(pair.master);
    type(pair, "\032");
    CHECK(exit_status(shell) == 0);
}

static void a_new_size_is_told_to_the_foreground(void)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        sigset_t blocked, before;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGWINCH);
        sigprocmask(SIG_BLOCK, &blocked, &before);
        signal(SIGWINCH, note);
        setsid();
        CHECK(ioctl(pair.slave, TIOCSCTTY, 0) == 0);
        send_byte(pair.slave);
        while (caught == 0)
            sigsuspend(&before);
        struct winsize size;
        CHECK(ioctl(pair.slave, TIOCGWINSZ, &size) == 0);
        CHECK(size.ws_row == 30 && size.ws_col == 100);
        _exit(failures != 0);
    }
    await_byte(pair.master);
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    CHECK(ioctl(pair.master, TIOCSWINSZ, &size) == 0);
    CHECK(exit_status(child) == 0);
}

static void a_closed_master_hangs_up_the_session(void)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(pair.master);
        setsid();
        CHECK(ioctl(pair.slave, TIOCSCTTY, 0) == 0);
        send_byte(pair.slave);
        sleep_for_ever();
    }
    await_byte(pair.master);
    CHECK(close(pair.master) == 0);
    CHECK(death_signal(child) == SIGHUP);
}

static void a_terminal_has_one_session_only(void)
{
    struct pair pair = new_pair();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        CHECK(ioctl(pair.slave, TIOCSCTTY, 0) == 0);
        pid_t other = fork();
        if (other == 0) {
            setsid();
            CHECK_FAILS(ioctl(pair.slave, TIOCSCTTY, 0), EPERM);
            CHECK_FAILS(tcgetpgrp(pair.slave), ENOTTY);
            _exit(failures != 0);
        }
        CHECK(exit_status(other) == 0);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
}

static void what_nobody_has_read_can_be_flushed(void)
{
    struct pair pair = new_pair();
    set_local(pair.slave, 0, ECHO);
    set_non_blocking(pair.slave);
    char byte;
    type(pair, "typed\n");
    CHECK(tcflush(pair.slave, TCIFLUSH) == 0);
    CHECK_FAILS(read(pair.slave, &byte, 1), EAGAIN);
    CHECK(tcdrain(pair.slave) == 0);
    int waiting = -1;
    CHECK(ioctl(pair.slave, TIOCOUTQ, &waiting) == 0 && waiting == 0);
}

int main(void)
{
    for (int number = 1; number < SIGSYS; number++) /* whoever runs the test may have them ignored */
        signal(number, SIG_DFL);
    RUN(a_slave_cannot_be_opened_before_it_is_unlocked);
    RUN(a_slave_has_a_name_as_long_as_the_master_is_open);
    RUN(a_line_is_edited_and_echoed);
    RUN(a_program_that_writes_a_newline_moves_the_cursor_to_the_next_line);
    RUN(raw_bytes_pass_unchanged);
    RUN(what_is_typed_before_the_slave_is_opened_waits_for_it);
    RUN(each_side_waits_for_the_other);
    RUN(poll_tells_when_either_side_can_be_read);
    RUN(without_blocking_a_read_of_nothing_fails);
    RUN(a_writer_is_held_up_when_nobody_reads);
    RUN(much_output_arrives_whole);
    RUN(the_master_finds_the_end_when_the_last_slave_is_closed);
    RUN(the_slave_is_hung_up_when_the_master_is_closed);
    RUN(a_session_leader_gets_the_slave_that_it_opens_as_its_terminal);
    RUN(keys_are_signals_to_the_foreground);
    RUN(a_job_in_the_foreground_is_stopped_by_a_key);
    RUN(a_new_size_is_told_to_the_foreground);
    RUN(a_closed_master_hangs_up_the_session);
    RUN(a_terminal_has_one_session_only);
    RUN(what_nobody_has_read_can_be_flushed);
    return finish();
}
