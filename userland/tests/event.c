/* Events with manual and with automatic reset. These calls are Foal's own. */
#include "foal_only.h"

static int event;
static int *woken;

static void new_event(int flags)
{
    need_foal();
    woken = shared_memory(PAGE);
    event = event_create(flags);
    CHECK(event >= 0);
}

static const struct timespec at_once;

static void wait_for_it(void)
{
    CHECK(event_wait(event, NULL) == 0);
    __atomic_fetch_add(woken, 1, __ATOMIC_SEQ_CST);
}

static void a_set_event_lets_everybody_pass_until_it_is_reset(void)
{
    new_event(0);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
    CHECK(event_set(event) == 0);
    CHECK(event_wait(event, NULL) == 0 && event_wait(event, NULL) == 0);
    CHECK(event_reset(event) == 0);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
}

static void an_automatic_event_lets_one_pass_and_resets_itself(void)
{
    new_event(EVENT_AUTO | EVENT_SET);
    CHECK(event_wait(event, NULL) == 0);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
    CHECK(event_set(event) == 0 && event_set(event) == 0);
    CHECK(event_wait(event, NULL) == 0);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
}

/* How many of three sleepers an action wakes. The others are killed. */
static int wakes(int (*action)(int), int flags)
{
    pid_t children[3];
    new_event(flags);
    for (int i = 0; i < 3; i++)
        children[i] = start(wait_for_it);
    for (int i = 0; i < 20; i++)
        let_others_run();
    CHECK(*woken == 0);
    CHECK(action(event) == 0);
    for (int i = 0; i < 20; i++)
        let_others_run();
    int count = *woken;
    for (int i = 0; i < 3; i++) {
        kill(children[i], SIGKILL);
        wait_status(children[i]);
    }
    return count;
}

static void set_wakes_all_or_with_automatic_reset_one(void)
{
    CHECK(wakes(event_set, 0) == 3);
    CHECK(event_wait(event, &at_once) == 0);
    CHECK(wakes(event_set, EVENT_AUTO) == 1);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
}

static void pulse_wakes_who_waits_and_is_not_remembered(void)
{
    CHECK(wakes(event_pulse, 0) == 3);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
    CHECK(wakes(event_pulse, EVENT_AUTO) == 1);
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
    CHECK(event_pulse(event) == 0); /* nobody waits: lost */
    CHECK_FAILS(event_wait(event, &at_once), ETIMEDOUT);
}

static void a_wait_ends_with_its_time(void)
{
    struct timespec soon = {0, 20000000}, bad = {0, -1};
    new_event(0);
    CHECK_FAILS(event_wait(event, &soon), ETIMEDOUT);
    CHECK_FAILS(event_wait(event, &bad), EINVAL);
    CHECK_FAILS(event_wait(event, (struct timespec *)8), EFAULT);
}

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK_FAILS(event_wait(event, NULL), EINTR);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    new_event(EVENT_AUTO);
    pid_t child = start(be_interrupted);
    for (int i = 0; i < 20; i++)
        let_others_run();
    kill(child, SIGUSR1);
    CHECK(exit_status(child) == 0);
    CHECK(event_set(event) == 0 && event_wait(event, &at_once) == 0); /* not taken by one who is gone */
}

static void who_is_killed_does_not_learn_of_it(void)
{
    new_event(EVENT_AUTO);
    pid_t child = start(wait_for_it);
    for (int i = 0; i < 20; i++)
        let_others_run();
    CHECK(kill(child, SIGKILL) == 0 && death_signal(child) == SIGKILL);
    CHECK(event_set(event) == 0 && event_wait(event, &at_once) == 0);
}

static void there_are_as_many_events_as_descriptors(void)
{
    need_foal();
    int first = event_create(0), last = first;
    for (int fd; (fd = event_create(0)) >= 0;)
        last = fd;
    CHECK(errno == EMFILE && last > first);
    CHECK(close(last) == 0 && event_create(0) == last);
}

static void a_closed_event_is_none(void)
{
    new_event(EVENT_SET);
    int copy = dup(event);
    CHECK(close(event) == 0);
    CHECK_FAILS(event_wait(event, &at_once), EBADF);
    CHECK(event_wait(copy, &at_once) == 0); /* it is still open here */
}

static void what_is_no_event_fails(void)
{
    need_foal();
    CHECK_FAILS(event_create(4), EINVAL);
    CHECK_FAILS(event_set(-1), EBADF);
    CHECK_FAILS(event_wait(0, NULL), EBADF);
    CHECK_FAILS(event_reset(999), EBADF);
    CHECK_FAILS(event_pulse(1), EBADF);
}

int main(void)
{
    RUN(a_set_event_lets_everybody_pass_until_it_is_reset);
    RUN(an_automatic_event_lets_one_pass_and_resets_itself);
    RUN(set_wakes_all_or_with_automatic_reset_one);
    RUN(pulse_wakes_who_waits_and_is_not_remembered);
    RUN(a_wait_ends_with_its_time);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(who_is_killed_does_not_learn_of_it);
    RUN(there_are_as_many_events_as_descriptors);
    RUN(a_closed_event_is_none);
    RUN(what_is_no_event_fails);
    return finish();
}
