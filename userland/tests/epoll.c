/* epoll: level and edge, once and again, one instance within another. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int new_epoll(void)
{
    int epoll = epoll_create1(0);
    CHECK(epoll >= 0);
    return epoll;
}

static void make_pipe(int ends[2])
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
}

static int control(int epoll, int operation, int fd, unsigned int events)
{
    struct epoll_event event = {.events = events, .data.u64 = 1000 + fd};
    return epoll_ctl(epoll, operation, fd, &event);
}

static void add(int epoll, int fd, unsigned int events)
{
    CHECK(control(epoll, EPOLL_CTL_ADD, fd, events) == 0);
}

/* The events of the one descriptor that is ready, or 0 if none is. */
static unsigned int fetch(int epoll, int fd)
{
    struct epoll_event events[4];
    int count = epoll_wait(epoll, events, 4, 0);
    CHECK(count == 0 || (count == 1 && events[0].data.u64 == 1000u + fd));
    return count == 1 ? events[0].events : 0;
}

static void level_a_descriptor_is_reported_as_long_as_it_is_ready(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    add(epoll, ends[0], EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == 0);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    await_byte(ends[0]);
    CHECK(fetch(epoll, ends[0]) == 0);
}

static void edge_a_descriptor_is_reported_once_for_each_write(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    add(epoll, ends[0], EPOLLIN | EPOLLET);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == 0);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == 0);
    await_byte(ends[0]);
    CHECK(fetch(epoll, ends[0]) == 0);
}

static void a_descriptor_that_is_ready_when_it_is_added_is_reported(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    send_byte(ends[1]);
    add(epoll, ends[0], EPOLLIN | EPOLLET);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == 0);
    CHECK(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET) == 0);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
}

static void oneshot_a_descriptor_rests_until_it_is_changed(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    add(epoll, ends[0], EPOLLIN | EPOLLONESHOT);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == 0);
    CHECK(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT) == 0);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
    CHECK(fetch(epoll, ends[0]) == 0);
}

static void errors_and_hang_ups_are_always_reported(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    add(epoll, ends[0], 0);
    close(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLHUP);
    make_pipe(ends);
    int other = new_epoll();
    add(other, ends[1], 0);
    close(ends[0]);
    CHECK(fetch(other, ends[1]) == EPOLLERR);
}

static void writing_is_reported_while_there_is_room(void)
{
    static char block[PAGE];
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    add(epoll, ends[1], EPOLLOUT);
    CHECK(fetch(epoll, ends[1]) == EPOLLOUT);
    while (write(ends[1], block, sizeof block) > 0)
        ;
    CHECK(fetch(epoll, ends[1]) == 0);
    CHECK(read(ends[0], block, sizeof block) == PAGE);
    CHECK(fetch(epoll, ends[1]) == EPOLLOUT);
}

static void every_ready_descriptor_gets_its_turn(void)
{
    enum { COUNT = 8 };
    int epoll = new_epoll(), ends[2], seen[64] = {0};
    for (int i = 0; i < COUNT; i++) {
        make_pipe(ends);
        send_byte(ends[1]);
        add(epoll, ends[0], EPOLLIN);
    }
    for (int i = 0; i < COUNT; i++) {
        struct epoll_event event;
        CHECK(epoll_wait(epoll, &event, 1, 0) == 1);
        int fd = (int)event.data.u64 - 1000;
        CHECK(fd >= 0 && fd < 64 && !seen[fd]);
        seen[fd] = 1;
    }
    struct epoll_event all[COUNT + 2];
    CHECK(epoll_wait(epoll, all, COUNT + 2, 0) == COUNT);
}

static int gate[2];

static void write_later(void)
{
    let_others_run();
    send_byte(gate[1]);
}

static void waiting_ends_when_something_is_ready(void)
{
    int epoll = new_epoll();
    make_pipe(gate);
    add(epoll, gate[0], EPOLLIN);
    pid_t child = start(write_later);
    struct epoll_event event;
    CHECK(epoll_wait(epoll, &event, 1, -1) == 1);
    CHECK(event.events == EPOLLIN && event.data.u64 == 1000u + gate[0]);
    CHECK(exit_status(child) == 0);
    CHECK(epoll_wait(epoll, &event, 1, 5) == 1);
    await_byte(gate[0]);
    CHECK(epoll_wait(epoll, &event, 1, 5) == 0);
}

static void a_descriptor_goes_away_when_its_file_is_closed_for_good(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    send_byte(ends[1]);
    add(epoll, ends[0], EPOLLIN);
    int copy = dup(ends[0]);
    close(ends[0]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN); /* the copy keeps it */
    CHECK_FAILS(control(epoll, EPOLL_CTL_DEL, ends[0], 0), EBADF);
    close(copy);
    CHECK(fetch(epoll, ends[0]) == 0);
}

static void the_same_file_can_be_watched_by_two_descriptors(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    int copy = dup(ends[0]);
    add(epoll, ends[0], EPOLLIN);
    add(epoll, copy, EPOLLIN);
    send_byte(ends[1]);
    struct epoll_event events[4];
    CHECK(epoll_wait(epoll, events, 4, 0) == 2);
    CHECK(control(epoll, EPOLL_CTL_DEL, copy, 0) == 0);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
}

static void changes_are_checked(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    CHECK_FAILS(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN), ENOENT);
    CHECK_FAILS(control(epoll, EPOLL_CTL_DEL, ends[0], EPOLLIN), ENOENT);
    add(epoll, ends[0], EPOLLIN);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN), EEXIST);
    CHECK_FAILS(control(epoll, 9, ends[0], EPOLLIN), EINVAL);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, epoll, EPOLLIN), EINVAL);
    CHECK_FAILS(control(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN), EINVAL);
    CHECK_FAILS(control(99, EPOLL_CTL_ADD, ends[1], EPOLLIN), EBADF);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, 99, EPOLLIN), EBADF);
    CHECK_FAILS(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[1], (void *)8), EFAULT);
    CHECK_FAILS(epoll_create1(1), EINVAL);
}

static void exclusive_watching_is_accepted_where_linux_accepts_it(void)
{
    int epoll = new_epoll(), inner = new_epoll(), ends[2];
    make_pipe(ends);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT), EINVAL);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, inner, EPOLLIN | EPOLLEXCLUSIVE), EINVAL);
    add(epoll, ends[0], EPOLLIN | EPOLLEXCLUSIVE);
    CHECK_FAILS(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN), EINVAL);
    send_byte(ends[1]);
    CHECK(fetch(epoll, ends[0]) == EPOLLIN);
}

static void files_and_directories_cannot_be_watched(void)
{
    int epoll = new_epoll();
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    CHECK(fd >= 0);
    CHECK_FAILS(control(epoll, EPOLL_CTL_ADD, fd, EPOLLIN), EPERM);
}

static volatile int nothing = 0, negative = -1;
static struct epoll_event *volatile nowhere = (struct epoll_event *)8;

static void bad_waits_are_refused(void)
{
    int epoll = new_epoll(), ends[2];
    make_pipe(ends);
    struct epoll_event event;
    CHECK_FAILS(epoll_wait(epoll, &event, nothing, 0), EINVAL);
    CHECK_FAILS(epoll_wait(epoll, nowhere, negative, 0), EINVAL);
    CHECK_FAILS(epoll_wait(ends[0], &event, 1, 0), EINVAL);
    CHECK_FAILS(epoll_wait(99, &event, 1, 0), EBADF);
    add(epoll, ends[1], EPOLLOUT);
    CHECK_FAILS(epoll_wait(epoll, nowhere, 1, 0), EFAULT);
    CHECK(fetch(epoll, ends[1]) == EPOLLOUT);
}

static void one_instance_can_watch_another(void)
{
    int inner = new_epoll(), outer = new_epoll(), ends[2];
    make_pipe(ends);
    add(inner, ends[0], EPOLLIN);
    add(outer, inner, EPOLLIN);
    CHECK(fetch(outer, inner) == 0);
    send_byte(ends[1]);
    struct pollfd one = {inner, POLLIN, 0};
    CHECK(poll(&one, 1, 0) == 1 && one.revents == POLLIN);
    CHECK(fetch(outer, inner) == EPOLLIN);
    CHECK(fetch(inner, ends[0]) == EPOLLIN);
    await_byte(ends[0]);
    CHECK(fetch(outer, inner) == 0);
}

static void edges_pass_through_an_instance(void)
{
    int inner = new_epoll(), outer = new_epoll(), ends[2];
    make_pipe(ends);
    add(inner, ends[0], EPOLLIN);
    add(outer, inner, EPOLLIN | EPOLLET);
    for (int i = 0; i < 3; i++) {
        send_byte(ends[1]);
        CHECK(fetch(outer, inner) == EPOLLIN);
        CHECK(fetch(outer, inner) == 0);
    }
}

static void instances_cannot_watch_one_another_in_a_circle_or_too_deep(void)
{
    int chain[6];
    for (int i = 0; i < 6; i++)
        chain[i] = new_epoll();
    for (int i = 0; i < 4; i++)
        add(chain[i + 1], chain[i], EPOLLIN);
    CHECK_FAILS(control(chain[0], EPOLL_CTL_ADD, chain[4], EPOLLIN), ELOOP);
    CHECK_FAILS(control(chain[0], EPOLL_CTL_ADD, chain[1], EPOLLIN), ELOOP);
}

static void closing_an_instance_ends_its_watching(void)
{
    int ends[2];
    make_pipe(ends);
    for (int i = 0; i < 100; i++) {
        int epoll = new_epoll();
        add(epoll, ends[0], EPOLLIN);
        close(epoll);
    }
    send_byte(ends[1]);
    await_byte(ends[0]);
}

static void an_eventfd_in_edge_mode_reports_each_write_but_no_read(void)
{
    int epoll = new_epoll(), fd = eventfd(0, EFD_NONBLOCK | EFD_SEMAPHORE);
    unsigned long two = 2, value;
    add(epoll, fd, EPOLLIN | EPOLLET);
    CHECK(write(fd, &two, 8) == 8);
    CHECK(fetch(epoll, fd) == EPOLLIN);
    CHECK(read(fd, &value, 8) == 8);
    CHECK(fetch(epoll, fd) == 0);
    CHECK(write(fd, &two, 8) == 8);
    CHECK(fetch(epoll, fd) == EPOLLIN);
}

static volatile int caught;

static void note(int signal)
{
    caught = signal;
}

static void a_signal_ends_the_wait_even_with_restart(void)
{
    int epoll = new_epoll();
    struct epoll_event event;
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    sigset_t set, empty;
    sigemptyset(&empty);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    CHECK(raise(SIGUSR1) == 0);
    CHECK(epoll_wait(epoll, &event, 1, 0) == 0);
    CHECK_FAILS(epoll_pwait(epoll, &event, 1, -1, &empty), EINTR);
    CHECK(caught == SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &set) == 0 && sigismember(&set, SIGUSR1));
}

int main(void)
{
    RUN(level_a_descriptor_is_reported_as_long_as_it_is_ready);
    RUN(edge_a_descriptor_is_reported_once_for_each_write);
    RUN(a_descriptor_that_is_ready_when_it_is_added_is_reported);
    RUN(oneshot_a_descriptor_rests_until_it_is_changed);
    RUN(errors_and_hang_ups_are_always_reported);
    RUN(writing_is_reported_while_there_is_room);
    RUN(every_ready_descriptor_gets_its_turn);
    RUN(waiting_ends_when_something_is_ready);
    RUN(a_descriptor_goes_away_when_its_file_is_closed_for_good);
    RUN(the_same_file_can_be_watched_by_two_descriptors);
    RUN(changes_are_checked);
    RUN(exclusive_watching_is_accepted_where_linux_accepts_it);
    RUN(files_and_directories_cannot_be_watched);
    RUN(bad_waits_are_refused);
    RUN(one_instance_can_watch_another);
    RUN(edges_pass_through_an_instance);
    RUN(instances_cannot_watch_one_another_in_a_circle_or_too_deep);
    RUN(closing_an_instance_ends_its_watching);
    RUN(an_eventfd_in_edge_mode_reports_each_write_but_no_read);
    RUN(a_signal_ends_the_wait_even_with_restart);
    return finish();
}
