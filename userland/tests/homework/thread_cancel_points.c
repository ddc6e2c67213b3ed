/* Where a thread can be cancelled, when it cannot, and what it leaves behind. */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static sem_t begun, never, go_on;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_key_t key;
static pthread_t main_thread;
static mqd_t queue;
static int ends[2], pair[2], tidied, destroyed;

static void tidy(void *unused)
{
    (void)unused;
    tidied++;
}

static void unlock(void *mutex)
{
    printf("clean-up has the mutex: %s\n", pthread_mutex_trylock(mutex) == EBUSY ? "yes" : "no");
    pthread_mutex_unlock(mutex);
}

static void destroy(void *value)
{
    destroyed += value == &key;
}

static void in_read(void)
{
    char byte;
    while (read(ends[0], &byte, 1) != 1)
        ;
}

static void in_sem_wait(void)
{
    while (sem_wait(&never) != 0)
        ;
}

static void in_cond_wait(void)
{
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(unlock, &lock);
    for (;;)
        pthread_cond_wait(&changed, &lock);
    pthread_cleanup_pop(1);
}

static void in_nanosleep(void)
{
    struct timespec long_time = {100000, 0};
    nanosleep(&long_time, NULL);
}

static void in_join(void)
{
    pthread_join(main_thread, NULL);
}

static void in_mq_receive(void)
{
    char message[64];
    mq_receive(queue, message, sizeof message, NULL);
}

static void in_recv(void)
{
    char byte;
    recv(pair[0], &byte, 1, 0);
}

static void in_pause(void)
{
    for (;;)
        pause();
}

static void in_sigwait(void)
{
    sigset_t set;
    int signal;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigwait(&set, &signal);
}

static void with_all_signals_blocked(void)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    in_read();
}

static void at_testcancel(void)
{
    for (;;)
        pthread_testcancel();
}

static void in_a_loop_that_calls_nothing(void)
{
    int old;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    for (volatile unsigned long turns = 0;; turns++)
        ;
}

static void *run(void *body)
{
    void (*function)(void) = *(void (**)(void))body;
    pthread_setspecific(key, &key);
    pthread_cleanup_push(tidy, NULL);
    sem_post(&begun);
    function();
    pthread_cleanup_pop(0);
    return NULL;
}

static void try(const char *name, void (*function)(void))
{
    pthread_t thread;
    void *result;
    tidied = destroyed = 0;
    pthread_create(&thread, NULL, run, &function);
    sem_wait(&begun);
    usleep(1000);
    int error = pthread_cancel(thread);
    pthread_join(thread, &result);
    printf("%s: %d, %s, %d tidied, %d destroyed\n", name, error, result == PTHREAD_CANCELED ? "cancelled" : "went on", tidied, destroyed);
}

static void *refuse_for_a_while(void *unused)
{
    int old;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    printf("it was %s\n", old == PTHREAD_CANCEL_ENABLE ? "enabled" : "disabled");
    sem_post(&begun);
    while (sem_wait(&go_on) != 0)
        ;
    printf("it goes on\n");
    pthread_testcancel();
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
    printf("enabled again: no call was made yet that may block\n");
    sleep(100);
    printf("never\n");
    return unused;
}

static void *cancel_itself(void *unused)
{
    pthread_cancel(pthread_self());
    pthread_testcancel();
    printf("never\n");
    return unused;
}

int main(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 64};
    pthread_t thread;
    void *result;
    setvbuf(stdout, NULL, _IOLBF, 0);
    main_thread = pthread_self();
    sem_init(&begun, 0, 0);
    sem_init(&never, 0, 0);
    sem_init(&go_on, 0, 0);
    pthread_key_create(&key, destroy);
    queue = mq_open("/cancelled", O_RDWR | O_CREAT, 0600, &attributes);
    mq_unlink("/cancelled");
    if (pipe(ends) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 1;
    try("read", in_read);
    try("sem_wait", in_sem_wait);
    try("pthread_cond_wait", in_cond_wait);
    printf("the mutex is free: %s\n", pthread_mutex_trylock(&lock) == 0 ? "yes" : "no");
    try("nanosleep", in_nanosleep);
    try("pthread_join", in_join);
    try("mq_receive", in_mq_receive);
    try("recv", in_recv);
    try("pause", in_pause);
    try("sigwait", in_sigwait);
    try("with all signals blocked", with_all_signals_blocked);
    try("pthread_testcancel", at_testcancel);
    try("a loop", in_a_loop_that_calls_nothing);

    pthread_create(&thread, NULL, refuse_for_a_while, NULL);
    sem_wait(&begun);
    pthread_cancel(thread);
    sem_post(&go_on);
    pthread_join(thread, &result);
    printf("in the end it was %s\n", result == PTHREAD_CANCELED ? "cancelled" : "not cancelled");

    pthread_create(&thread, NULL, cancel_itself, NULL);
    pthread_join(thread, &result);
    printf("itself: %s\n", result == PTHREAD_CANCELED ? "cancelled" : "not cancelled");
    printf("no such state: %s\n", pthread_setcancelstate(77, NULL) == EINVAL ? "EINVAL" : "?");
    if (fork() == 0) {
        pthread_create(&thread, NULL, refuse_for_a_while, NULL);
        sem_wait(&begun);
        sem_post(&go_on);
        pthread_cancel(thread);
        pthread_join(thread, &result);
        return result == PTHREAD_CANCELED ? 7 : 8;
    }
    int status;
    wait(&status);
    printf("in a child: %d\n", WEXITSTATUS(status));
    return 0;
}
