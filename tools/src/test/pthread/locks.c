/* Every kind of lock of pthreads but those with priority inheritance: each must exclude, wake and time out. */
#include "../../../../userland/tests/check.h"
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

enum { THREADS = 6, ROUNDS = 400 };

static pthread_t threads[THREADS];
static long counter;

static void run_all(void *(*body)(void *), void *argument)
{
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, body, argument) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

/* A time that has just been reached. */
static struct timespec soon(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += 5000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_sec++;
        time.tv_nsec -= 1000000000;
    }
    return time;
}

static void *count(void *mutex)
{
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(pthread_mutex_lock(mutex) == 0);
        long before = counter;
        if (i % 16 == 0)
            sched_yield();
        counter = before + 1;
        CHECK(pthread_mutex_unlock(mutex) == 0);
    }
    return NULL;
}

static pthread_mutex_t *new_mutex(int type, int robustness)
{
    static pthread_mutex_t mutex;
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutexattr_setrobust(&attributes, robustness);
    CHECK(pthread_mutex_init(&mutex, &attributes) == 0);
    return &mutex;
}

static void a_mutex_of_any_type_excludes(void)
{
    int types[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK,
#ifdef __GLIBC__
                   PTHREAD_MUTEX_ADAPTIVE_NP,
#endif
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        counter = 0;
        run_all(count, new_mutex(types[i], PTHREAD_MUTEX_STALLED));
        CHECK(counter == THREADS * ROUNDS);
    }
    pthread_mutex_t *recursive = new_mutex(PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutex_lock(recursive) == 0 && pthread_mutex_lock(recursive) == 0);
    pthread_mutex_t *checking = new_mutex(PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutex_unlock(checking) == EPERM);
    CHECK(pthread_mutex_lock(checking) == 0 && pthread_mutex_lock(checking) == EDEADLK);
}

static void a_mutex_with_a_ceiling_raises_the_priority_of_its_owner(void)
{
#ifdef __GLIBC__
    pthread_mutex_t mutex;
    pthread_mutexattr_t attributes;
    int ceiling;
    pthread_mutexattr_init(&attributes);
    CHECK(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_PROTECT) == 0);
    CHECK(pthread_mutexattr_setprioceiling(&attributes, 5) == 0);
    CHECK(pthread_mutex_init(&mutex, &attributes) == 0);
    struct sched_param param = {.sched_priority = 1};
    if (sched_setscheduler(0, SCHED_FIFO, &param) != 0)
        skip("no right to a real-time priority");
    CHECK(pthread_mutex_lock(&mutex) == 0);
    CHECK(sched_getparam(0, &param) == 0 && param.sched_priority == 5);
    CHECK(pthread_mutex_getprioceiling(&mutex, &ceiling) == 0 && ceiling == 5);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    CHECK(sched_getparam(0, &param) == 0 && param.sched_priority == 1);
#else
    skip("this C library has no such mutexes");
#endif
}

static void *lock_and_die(void *mutex)
{
    CHECK(pthread_mutex_lock(mutex) == 0);
    return NULL;
}

static void a_robust_mutex_tells_that_its_owner_died(void)
{
    if (on_qemu())
        skip("no robust lists here");
    pthread_mutex_t *mutex = new_mutex(PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST);
    counter = 0;
    run_all(count, mutex);
    CHECK(counter == THREADS * ROUNDS);
    CHECK(pthread_create(&threads[0], NULL, lock_and_die, mutex) == 0);
    CHECK(pthread_join(threads[0], NULL) == 0);
    CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_consistent(mutex) == 0 && pthread_mutex_unlock(mutex) == 0);
    CHECK(pthread_mutex_lock(mutex) == 0);
}

struct shared {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int turn;
};

static struct shared *new_shared(void)
{
    struct shared *shared = shared_memory(PAGE);
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &mutex);
    pthread_cond_init(&shared->changed, &condition);
    return shared;
}

static void a_process_that_dies_leaves_a_shared_robust_mutex_to_others(void)
{
    if (on_qemu())
        skip("no robust lists here");
    pthread_mutex_t *mutex = shared_memory(PAGE);
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    CHECK(pthread_mutex_init(mutex, &attributes) == 0);
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(mutex);
        kill(getpid(), SIGKILL);
    }
    CHECK(death_signal(child) == SIGKILL);
    CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_consistent(mutex) == 0 && pthread_mutex_unlock(mutex) == 0);
}

static void take_turns(struct shared *shared, int me)
{
    for (int i = 0; i < 100; i++) {
        pthread_mutex_lock(&shared->mutex);
        while (shared->turn != me)
            pthread_cond_wait(&shared->changed, &shared->mutex);
        shared->turn = !me;
        pthread_cond_signal(&shared->changed);
        pthread_mutex_unlock(&shared->mutex);
    }
}

static void processes_take_turns_by_a_shared_condition(void)
{
    struct shared *shared = new_shared();
    pid_t child = fork();
    if (child == 0) {
        take_turns(shared, 1);
        _exit(0);
    }
    take_turns(shared, 0);
    CHECK(exit_status(child) == 0);
}

static void waits_end_with_their_timeouts(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
    sem_t semaphore;
    struct timespec time = soon();
    CHECK(pthread_mutex_lock(&mutex) == 0);
    CHECK(pthread_cond_timedwait(&condition, &mutex, &time) == ETIMEDOUT);
    CHECK(pthread_mutex_timedlock(&mutex, &time) == ETIMEDOUT);
    CHECK(pthread_mutex_trylock(&mutex) == EBUSY);
    CHECK(pthread_rwlock_rdlock(&rwlock) == 0);
    CHECK(pthread_rwlock_timedwrlock(&rwlock, &time) == ETIMEDOUT);
    CHECK(sem_init(&semaphore, 0, 0) == 0);
    CHECK_FAILS(sem_timedwait(&semaphore, &time), ETIMEDOUT);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static int written[2];

static void *read_and_write(void *argument)
{
    (void)argument;
    for (int i = 0; i < 100; i++) {
        pthread_rwlock_rdlock(&rwlock);
        int before = written[0];
        sched_yield();
        CHECK(written[0] == before && written[1] == before);
        pthread_rwlock_unlock(&rwlock);
        pthread_rwlock_wrlock(&rwlock);
        written[0]++;
        sched_yield();
        written[1]++;
        pthread_rwlock_unlock(&rwlock);
    }
    return NULL;
}

static void a_read_write_lock_keeps_readers_from_half_written_data(void)
{
    run_all(read_and_write, NULL);
    CHECK(written[0] == THREADS * 100);
}

static pthread_barrier_t barrier;
static int arrived, leaders;

static void *meet(void *argument)
{
    (void)argument;
    for (int i = 1; i <= 20; i++) {
        __atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            __atomic_add_fetch(&leaders, 1, __ATOMIC_SEQ_CST);
        CHECK(__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) >= i * THREADS);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

static void nobody_passes_a_barrier_before_all_have_come(void)
{
    CHECK(pthread_barrier_init(&barrier, NULL, THREADS) == 0);
    run_all(meet, NULL);
    CHECK(leaders == 20);
}

static sem_t semaphore;

static void *take_from_semaphore(void *argument)
{
    (void)argument;
    for (int i = 0; i < 50; i++)
        CHECK(sem_wait(&semaphore) == 0);
    return NULL;
}

static void a_semaphore_lets_as_many_pass_as_were_posted(void)
{
    CHECK(sem_init(&semaphore, 0, 0) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, take_from_semaphore, NULL) == 0);
    for (int i = 0; i < THREADS * 50; i++)
        CHECK(sem_post(&semaphore) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK_FAILS(sem_trywait(&semaphore), EAGAIN);
}

static void a_named_semaphore_is_the_same_for_all_who_open_it(void)
{
    char name[32];
    snprintf(name, sizeof name, "/foal-locks-%d", (int)getpid());
    sem_t *first = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
    CHECK(first != SEM_FAILED);
    CHECK(sem_open(name, O_CREAT | O_EXCL, 0600, 0) == SEM_FAILED && errno == EEXIST);
    pid_t child = fork();
    if (child == 0) {
        sem_t *again = sem_open(name, 0);
        _exit(again == SEM_FAILED || sem_post(again) != 0);
    }
    CHECK(sem_wait(first) == 0);
    CHECK(exit_status(child) == 0);
    CHECK(sem_close(first) == 0);
    CHECK(sem_unlink(name) == 0);
    CHECK_FAILS(sem_unlink(name), ENOENT);
}

int main(void)
{
    RUN(a_mutex_of_any_type_excludes);
    RUN(a_mutex_with_a_ceiling_raises_the_priority_of_its_owner);
    RUN(a_robust_mutex_tells_that_its_owner_died);
    RUN(a_process_that_dies_leaves_a_shared_robust_mutex_to_others);
    RUN(processes_take_turns_by_a_shared_condition);
    RUN(waits_end_with_their_timeouts);
    RUN(a_read_write_lock_keeps_readers_from_half_written_data);
    RUN(nobody_passes_a_barrier_before_all_have_come);
    RUN(a_semaphore_lets_as_many_pass_as_were_posted);
    RUN(a_named_semaphore_is_the_same_for_all_who_open_it);
    return finish();
}
