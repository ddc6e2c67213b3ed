/* The terminal as its programs see it: lines and raw mode, job control. The person who sits there is part of the test:
 * a line "#type KEYS" asks them to type, with ^X for a control character. Where there is no terminal most is skipped. */
#include "foal_only.h"
#include <fcntl.h>
#include <poll.h>

/* As the kernel has it; the library's struct termios is larger in glibc. */
struct modes {
    unsigned input, output, control, local;
    unsigned char line, characters[19];
};

enum { INTR = 0, END = 4, TIME = 5, MIN = 6 };
#define CANONICAL 2u
#define ECHO_ON 8u
#define HOLD_OUTPUT 0x100u /* TOSTOP */

#define GET_MODES 0x5401UL
#define SET_MODES 0x5402UL
#define SET_MODES_AND_FLUSH 0x5404UL
#define FLUSH 0x540bUL
#define TAKE_CONTROL 0x540eUL
#define STEAL 1 /* for root: also from the session that has it */
#define GET_FOREGROUND 0x540fUL
#define SET_FOREGROUND 0x5410UL
#define GET_SIZE 0x5413UL
#define SET_SIZE 0x5414UL
#define COUNT_INPUT 0x541bUL
#define GIVE_UP_CONTROL 0x5422UL
#define GET_SESSION 0x5429UL

static void type(const char *keys)
{
    printf("#type %s\n", keys);
    fflush(stdout);
}

static void need_a_terminal(void)
{
    struct modes modes;
    if (ioctl(0, GET_MODES, &modes) < 0)
        skip("standard input is no terminal");
}

static struct modes modes_now(void)
{
    struct modes modes;
    CHECK(ioctl(0, GET_MODES, &modes) == 0);
    return modes;
}

static void set_modes(struct modes modes)
{
    CHECK(ioctl(0, SET_MODES, &modes) == 0);
}

/* Puts the terminal into raw mode, but for signals. */
static void make_raw(int least, int tenths)
{
    struct modes modes = modes_now();
    modes.local &= ~(CANONICAL | ECHO_ON);
    modes.characters[MIN] = least;
    modes.characters[TIME] = tenths;
    set_modes(modes);
}

static int foreground(void)
{
    int group = -1;
    CHECK(ioctl(0, GET_FOREGROUND, &group) == 0);
    return group;
}

static void set_foreground(int group)
{
    signal(SIGTTOU, SIG_IGN); /* we may be in the background ourselves */
    CHECK(ioctl(0, SET_FOREGROUND, &group) == 0);
    signal(SIGTTOU, SIG_DFL);
}

static int text_is(const char *expected, const char *buffer, ssize_t length)
{
    return length == (ssize_t)strlen(expected) && memcmp(buffer, expected, length) == 0;
}

/* Reads at most so many bytes, and compares. */
static void check_reads(const char *expected, size_t limit)
{
    char buffer[100];
    CHECK(text_is(expected, buffer, read(0, buffer, limit)));
}

/* ---- no terminal ---- */

static void what_is_no_terminal_answers_enotty(void)
{
    int ends[2], group = 1;
    struct modes modes = {0};
    CHECK(pipe(ends) == 0);
    CHECK_FAILS(ioctl(ends[0], GET_MODES, &modes), ENOTTY);
    CHECK_FAILS(ioctl(ends[0], SET_MODES, &modes), ENOTTY);
    CHECK_FAILS(ioctl(ends[1], GET_FOREGROUND, &group), ENOTTY);
    CHECK_FAILS(ioctl(ends[1], SET_FOREGROUND, &group), ENOTTY);
    CHECK_FAILS(ioctl(ends[1], TAKE_CONTROL, 0), ENOTTY);
    CHECK_FAILS(ioctl(-1, GET_MODES, &modes), EBADF);
}

/* ---- lines ---- */

static void a_line_comes_when_it_is_finished_and_edited(void)
{
    need_a_terminal();
    type("hallo^?^?^?ello^M");
    check_reads("haello\n", 100);
}

static void a_long_line_comes_in_pieces(void)
{
    need_a_terminal();
    type("abcd^Mef^M");
    check_reads("abc", 3);
    check_reads("d\n", 100);
    check_reads("ef\n", 100);
}

static void control_d_is_the_end_once(void)
{
    need_a_terminal();
    type("^D");
    check_reads("", 100);
    type("ab^D");
    check_reads("ab", 100);
    type("c^M");
    check_reads("c\n", 100);
}

static void input_is_counted_and_can_be_flushed(void)
{
    need_a_terminal();
    int count = -1;
    type("12345^M67^D");
    check_reads("1", 1);
    CHECK(ioctl(0, COUNT_INPUT, &count) == 0 && count == 7);
    CHECK(ioctl(0, FLUSH, 0) == 0);
    CHECK(ioctl(0, COUNT_INPUT, &count) == 0 && count == 0);
    CHECK_FAILS(ioctl(0, FLUSH, 3), EINVAL);
    type("x^M");
    struct modes modes = modes_now();
    char first;
    CHECK(read(0, &first, 1) == 1);
    CHECK(ioctl(0, SET_MODES_AND_FLUSH, &modes) == 0);
    CHECK(ioctl(0, COUNT_INPUT, &count) == 0 && count == 0);
}

static void a_read_that_must_not_wait_fails_with_eagain(void)
{
    need_a_terminal();
    char byte;
    CHECK(fcntl(0, F_SETFL, O_RDWR | O_NONBLOCK) == 0);
    CHECK_FAILS(read(0, &byte, 1), EAGAIN);
    CHECK(fcntl(0, F_SETFL, O_RDWR) == 0);
}

static int ready(int milliseconds)
{
    struct pollfd input = {0, POLLIN, 0};
    return poll(&input, 1, milliseconds);
}

static void poll_waits_for_a_line_and_in_raw_mode_for_bytes(void)
{
    need_a_terminal();
    CHECK(ready(0) == 0);
    type("ab^M");
    CHECK(ready(-1) == 1);
    check_reads("ab\n", 100);
    CHECK(ready(10) == 0);
    struct modes before = modes_now();
    make_raw(2, 0);
    type("c");
    CHECK(ready(10) == 0);
    type("d");
    CHECK(ready(-1) == 1);
    check_reads("cd", 100);
    set_modes(before);
}

static void a_bad_buffer_loses_nothing(void)
{
    need_a_terminal();
    type("kept^M");
    CHECK_FAILS(read(0, (void *)8, 100), EFAULT);
    check_reads("kept\n", 100);
    CHECK_FAILS(write(1, (void *)8, 1), EFAULT);
    CHECK_FAILS(ioctl(0, GET_MODES, 8), EFAULT);
    CHECK_FAILS(ioctl(0, SET_MODES, 8), EFAULT);
    CHECK_FAILS(ioctl(0, SET_SIZE, 8), EFAULT);
    CHECK_FAILS(ioctl(0, SET_FOREGROUND, 8), EFAULT);
}

/* ---- raw mode ---- */

static void raw_mode_waits_for_as_many_bytes_as_wanted(void)
{
    need_a_terminal();
    struct modes before = modes_now();
    make_raw(3, 0);
    type("^Dbcd");
    check_reads("\004bcd", 100);
    type("e");
    check_reads("e", 1);
    make_raw(0, 0);
    check_reads("", 100);
    set_modes(before);
}

static void raw_mode_waits_no_longer_than_wanted(void)
{
    need_a_terminal();
    struct modes before = modes_now();
    make_raw(0, 1);
    check_reads("", 100);
    type("a");
    check_reads("a", 100);
    make_raw(9, 1);
    type("bc");
    check_reads("bc", 100);
    set_modes(before);
}

/* ---- the window ---- */

static volatile int signals_seen;

static void count_signal(int number)
{
    (void)number;
    signals_seen++;
}

static void the_windows_size_can_be_set_and_the_foreground_is_told(void)
{
    need_a_terminal();
    struct winsize before, size = {50, 132, 0, 0}, now;
    CHECK(ioctl(0, GET_SIZE, &before) == 0);
    signal(SIGWINCH, count_signal);
    CHECK(ioctl(0, SET_SIZE, &size) == 0);
    CHECK(signals_seen == 1);
    CHECK(ioctl(0, SET_SIZE, &size) == 0);
    CHECK(signals_seen == 1);
    CHECK(ioctl(0, GET_SIZE, &now) == 0 && now.ws_row == 50 && now.ws_col == 132);
    CHECK(ioctl(0, SET_SIZE, &before) == 0);
}

/* ---- jobs ---- */

/* Starts a job: a process in a group of its own. */
static pid_t start_job(void (*body)(void), int in_foreground)
{
    int ready[2];
    CHECK(pipe(ready) == 0);
    pid_t job = fork();
    if (job == 0) {
        setpgid(0, 0);
        if (in_foreground)
            set_foreground(getpid());
        send_byte(ready[1]);
        failures = 0;
        body();
        fflush(stdout);
        _exit(failures != 0);
    }
    await_byte(ready[0]);
    return job;
}

/* The signal that has stopped a child, or 0 if something else became of it. */
static int stop_signal(pid_t child)
{
    int status = 0;
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    return WIFSTOPPED(status) ? WSTOPSIG(status) : 0;
}

static void wait_for_a_line(void)
{
    char buffer[100];
    read(0, buffer, sizeof buffer);
}

static void control_c_and_control_backslash_kill_the_foreground_alone(void)
{
    need_a_terminal();
    pid_t job = start_job(wait_for_a_line, 1);
    type("^C");
    CHECK(death_signal(job) == SIGINT);
    job = start_job(wait_for_a_line, 1);
    type("^\\");
    CHECK(death_signal(job) == SIGQUIT);
    set_foreground(getpgrp());
}

static void control_z_stops_the_foreground_until_it_is_continued(void)
{
    need_a_terminal();
    pid_t job = start_job(wait_for_a_line, 1);
    type("^Z");
    CHECK(stop_signal(job) == SIGTSTP);
    kill(job, SIGCONT);
    type("on^M");
    CHECK(exit_status(job) == 0);
    set_foreground(getpgrp());
}

static void read_a_line(void)
{
    check_reads("a line\n", 100);
}

static void a_job_in_the_background_is_stopped_when_it_reads(void)
{
    need_a_terminal();
    pid_t job = start_job(read_a_line, 0);
    CHECK(stop_signal(job) == SIGTTIN);
    kill(job, SIGCONT);
    CHECK(stop_signal(job) == SIGTTIN); /* again, since nothing has changed */
    set_foreground(job);
    kill(job, SIGCONT);
    type("a line^M");
    CHECK(exit_status(job) == 0);
    set_foreground(getpgrp());
}

static void read_in_vain(void)
{
    char byte;
    signal(SIGTTIN, SIG_IGN);
    CHECK_FAILS(read(0, &byte, 1), EIO);
}

static void who_ignores_sigttin_gets_eio(void)
{
    need_a_terminal();
    CHECK(exit_status(start_job(read_in_vain, 0)) == 0);
}

static void read_interrupted(void)
{
    char byte;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal;
    sigaction(SIGTTIN, &action, NULL);
    CHECK_FAILS(read(0, &byte, 1), EINTR);
    CHECK(signals_seen == 1);
}

static void who_catches_sigttin_is_interrupted(void)
{
    need_a_terminal();
    CHECK(exit_status(start_job(read_interrupted, 0)) == 0);
}

static void write_something(void)
{
    CHECK(write(1, "output of the background\n", 25) == 25);
}

static void the_background_may_write_unless_output_is_held(void)
{
    need_a_terminal();
    CHECK(exit_status(start_job(write_something, 0)) == 0);
    struct modes before = modes_now(), held = before;
    held.local |= HOLD_OUTPUT;
    set_modes(held);
    pid_t job = start_job(write_something, 0);
    CHECK(stop_signal(job) == SIGTTOU);
    set_modes(before);
    kill(job, SIGCONT);
    CHECK(exit_status(job) == 0);
}

static void change_modes(void)
{
    set_modes(modes_now());
}

static void change_modes_ignoring_signals(void)
{
    signal(SIGTTOU, SIG_IGN);
    set_modes(modes_now());
}

static void the_background_may_change_modes_only_if_it_ignores_sigttou(void)
{
    need_a_terminal();
    pid_t job = start_job(change_modes, 0);
    CHECK(stop_signal(job) == SIGTTOU);
    kill(job, SIGKILL);
    CHECK(death_signal(job) == SIGKILL);
    CHECK(exit_status(start_job(change_modes_ignoring_signals, 0)) == 0);
}

static void lead_a_session(void)
{
    int number;
    CHECK(setsid() == getpid());
    CHECK_FAILS(ioctl(0, GET_FOREGROUND, &number), ENOTTY);
    CHECK_FAILS(ioctl(0, GET_SESSION, &number), ENOTTY);
    CHECK_FAILS(ioctl(0, GIVE_UP_CONTROL, 0), ENOTTY);
    CHECK_FAILS(ioctl(0, TAKE_CONTROL, 0), EPERM);
    number = getpid();
    CHECK_FAILS(ioctl(0, SET_FOREGROUND, &number), ENOTTY);
}

static void a_new_session_has_no_controlling_terminal(void)
{
    need_a_terminal();
    CHECK(exit_status(start(lead_a_session)) == 0);
}

static void wait_for_a_signal(void)
{
    int ends[2];
    char byte;
    CHECK(pipe(ends) == 0);
    read(ends[0], &byte, 1);
}

static void start_a_session_and_wait(void)
{
    setsid();
    wait_for_a_signal();
}

static void the_foreground_must_be_a_group_of_the_session(void)
{
    need_a_terminal();
    int number = -1, ready[2];
    CHECK(foreground() == getpgrp());
    CHECK(ioctl(0, GET_SESSION, &number) == 0 && number == getsid(0));
    number = -5;
    CHECK_FAILS(ioctl(0, SET_FOREGROUND, &number), EINVAL);
    number = 32000;
    CHECK_FAILS(ioctl(0, SET_FOREGROUND, &number), ESRCH);
    CHECK(pipe(ready) == 0);
    pid_t other = start(start_a_session_and_wait);
    while (getsid(other) != other)
        let_others_run();
    number = other;
    CHECK_FAILS(ioctl(0, SET_FOREGROUND, &number), EPERM);
    kill(other, SIGKILL);
    CHECK(death_signal(other) == SIGKILL);
    CHECK(foreground() == getpgrp());
}

static int report[2];

static void tell_of_hangup(int number)
{
    (void)number;
    send_byte(report[1]);
    _exit(0);
}

static void stop_with_a_handler(void)
{
    signal(SIGHUP, tell_of_hangup);
    raise(SIGTSTP);
    wait_for_a_signal();
}

static void leave_a_stopped_job(void)
{
    CHECK(stop_signal(start_job(stop_with_a_handler, 0)) == SIGTSTP);
}

static void a_stopped_job_that_nobody_looks_after_is_hung_up(void)
{
    need_a_terminal();
    CHECK(pipe(report) == 0);
    CHECK(exit_status(start(leave_a_stopped_job)) == 0);
    await_byte(report[0]);
}

static void wait_for_hangup(void)
{
    signal(SIGHUP, tell_of_hangup);
    send_byte(report[1]);
    wait_for_a_signal();
}

static void lead_with_terminal(void)
{
    CHECK(setsid() == getpid());
    CHECK_FAILS(ioctl(0, TAKE_CONTROL, 0), EPERM);
    CHECK(ioctl(0, TAKE_CONTROL, STEAL) == 0);
    CHECK(foreground() == getpid());
    start_job(wait_for_hangup, 1);
    await_byte(report[0]);
}

/* Root takes the terminal from the session that has it, and that does not get it back: so this comes last. */
static void when_the_leader_ends_the_foreground_is_hung_up(void)
{
    int number;
    need_foal();
    need_a_terminal();
    CHECK(pipe(report) == 0);
    CHECK(ioctl(0, GET_SESSION, &number) == 0 && number == getsid(0));
    CHECK(exit_status(start(lead_with_terminal)) == 0);
    await_byte(report[0]);
    CHECK_FAILS(ioctl(0, GET_SESSION, &number), ENOTTY);
}

int main(void)
{
    RUN(what_is_no_terminal_answers_enotty);
    RUN(a_line_comes_when_it_is_finished_and_edited);
    RUN(a_long_line_comes_in_pieces);
    RUN(control_d_is_the_end_once);
    RUN(input_is_counted_and_can_be_flushed);
    RUN(a_read_that_must_not_wait_fails_with_eagain);
    RUN(poll_waits_for_a_line_and_in_raw_mode_for_bytes);
    RUN(a_bad_buffer_loses_nothing);
    RUN(raw_mode_waits_for_as_many_bytes_as_wanted);
    RUN(raw_mode_waits_no_longer_than_wanted);
    RUN(the_windows_size_can_be_set_and_the_foreground_is_told);
    RUN(control_c_and_control_backslash_kill_the_foreground_alone);
    RUN(control_z_stops_the_foreground_until_it_is_continued);
    RUN(a_job_in_the_background_is_stopped_when_it_reads);
    RUN(who_ignores_sigttin_gets_eio);
    RUN(who_catches_sigttin_is_interrupted);
    RUN(the_background_may_write_unless_output_is_held);
    RUN(the_background_may_change_modes_only_if_it_ignores_sigttou);
    RUN(a_new_session_has_no_controlling_terminal);
    RUN(the_foreground_must_be_a_group_of_the_session);
    RUN(a_stopped_job_that_nobody_looks_after_is_hung_up);
    RUN(when_the_leader_ends_the_foreground_is_hung_up);
    return finish();
}
