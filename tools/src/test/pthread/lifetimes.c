/* How threads begin and end: joined, detached, cancelled, in numbers, before their process, after main. */
#include "../../../../userland/tests/check.h"
#include <pthread.h>

static pthread_t threads[200];

static void *give_back(void *argument)
{
    return argument;
}

static void two_hundred_threads_give_back_what_they_were_given(void)
{
    for (long i = 0; i < 200; i++)
        CHECK(pthread_create(&threads[i], NULL, give_back, (void *)i) == 0);
    for (long i = 0; i < 200; i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0 && (long)result == i);
    }
}

static __thread long own = 5;

static void *add_to_own(void *argument)
{
    own += (long)argument;
    sched_yield();
    return (void *)own;
}

static void each_thread_has_its_own_thread_local_variables(void)
{
    for (long i = 0; i < 10; i++)
        CHECK(pthread_create(&threads[i], NULL, add_to_own, (void *)i) == 0);
    for (long i = 0; i < 10; i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0 && (long)result == 5 + i);
    }
    CHECK(own == 5);
}

static int cleaned, destroyed, begun;
static pthread_key_t key;

static void clean(void *argument)
{
    (void)argument;
    cleaned++;
}

static void destroy(void *value)
{
    (void)value;
    destroyed++;
}

static void *sleep_until_cancelled(void *argument)
{
    pthread_setspecific(key, argument);
    pthread_cleanup_push(clean, NULL);
    __atomic_store_n(&begun, 1, __ATOMIC_SEQ_CST);
    for (;;)
        pause();
    pthread_cleanup_pop(0);
    return NULL;
}

static void *spin_until_cancelled(void *argument)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    __atomic_store_n(&begun, 1, __ATOMIC_SEQ_CST);
    for (;;)
        ;
    return argument;
}

static void cancel_when_begun(pthread_t thread)
{
    void *result;
    while (!__atomic_load_n(&begun, __ATOMIC_SEQ_CST))
        sched_yield();
    begun = 0;
    CHECK(pthread_cancel(thread) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED);
}

static void a_thread_can_be_cancelled_asleep_and_at_work(void)
{
    CHECK(pthread_key_create(&key, destroy) == 0);
    CHECK(pthread_create(&threads[0], NULL, sleep_until_cancelled, &key) == 0);
    cancel_when_begun(threads[0]);
    CHECK(cleaned == 1 && destroyed == 1);
    CHECK(pthread_create(&threads[0], NULL, spin_until_cancelled, NULL) == 0);
    cancel_when_begun(threads[0]);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int initialised;

static void initialise(void)
{
    sched_yield();
    initialised++;
}

static void *use(void *argument)
{
    pthread_once(&once, initialise);
    CHECK(initialised == 1);
    return argument;
}

static void what_is_done_once_is_done_once(void)
{
    for (int i = 0; i < 10; i++)
        CHECK(pthread_create(&threads[i], NULL, use, NULL) == 0);
    for (int i = 0; i < 10; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

static void *spin(void *argument)
{
    for (;;)
        sched_yield();
    return argument;
}

static void a_threaded_process_can_fork(void)
{
    CHECK(pthread_create(&threads[0], NULL, spin, NULL) == 0);
    for (int i = 0; i < 5; i++) {
        pid_t child = fork();
        if (child == 0) {
            void *result;
            CHECK(pthread_create(&threads[1], NULL, give_back, &key) == 0);
            CHECK(pthread_join(threads[1], &result) == 0 && result == &key);
            _exit(failures != 0);
        }
        CHECK(exit_status(child) == 0);
    }
}

static void *exit_with_4(void *argument)
{
    let_others_run();
    exit(4);
    return argument;
}

static void the_process_outlives_its_first_thread(void)
{
    pid_t child = fork();
    if (child == 0) {
        CHECK(pthread_create(&threads[0], NULL, exit_with_4, NULL) == 0);
        pthread_exit(NULL);
    }
    CHECK(exit_status(child) == 4);
}

int main(void)
{
    RUN(two_hundred_threads_give_back_what_they_were_given);
    RUN(each_thread_has_its_own_thread_local_variables);
    RUN(a_thread_can_be_cancelled_asleep_and_at_work);
    RUN(what_is_done_once_is_done_once);
    RUN(a_threaded_process_can_fork);
    RUN(the_process_outlives_its_first_thread);
    return finish();
}
