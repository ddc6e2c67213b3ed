/* priority_inversion_broken: an urgent task waits for a lock, and on some schedules for a third task as well
 *
 * Three threads share one processor that the program itself gives out: after each step of work the most urgent task
 * that wants to run gets it. So what happens depends only on when the tasks arrive, which is Foal's choice.
 *
 * Watch for: the humble task holds the lock and the urgent one waits for it. If now a third, of middling urgency, wants
 * to run, it comes before the holder, and so before the urgent task, though it needs no lock at all. It takes as long
 * as it likes.
 *
 * Change and try: in which order must the three arrive for that? Find a schedule with other seeds, a --quantum of 50,
 * `--sched random`. In the twin priority_inversion, the function urgency is the difference.
 */
#include <stdio.h>
#include <sync/condition.h>
#include <sync/thread.h>

enum { HUMBLE, MIDDLING, URGENT, TASKS, NOBODY = -1 };

static struct mutex mutex; /* guards everything below */
static struct condition changed;
static int wants[TASKS];     /* 1: the task wants the processor, or has it */
static int waits[TASKS];     /* 1: the task waits for the lock */
static int running = NOBODY; /* who has the processor */
static int holder = NOBODY;  /* who holds the lock */
static int overtaken;        /* steps of the middling task while the urgent one waited */

static int urgency(int task)
{
    return task;
}

/* Gives the processor to the most urgent task that wants it. */
static void dispatch(void)
{
    running = NOBODY;
    for (int task = 0; task < TASKS; task++)
        if (wants[task] && (running == NOBODY || urgency(task) > urgency(running)))
            running = task;
    condition_broadcast(&changed);
}

static void await_processor(int self)
{
    wants[self] = 1;
    if (running == NOBODY)
        dispatch();
    while (running != self)
        condition_wait(&changed, &mutex);
}

/* One step of work, after which the processor is given out anew. */
static void step(int self)
{
    mutex_lock(&mutex);
    await_processor(self);
    overtaken += self == MIDDLING && waits[URGENT];
    dispatch();
    mutex_unlock(&mutex);
}

static void leave(int self)
{
    mutex_lock(&mutex);
    wants[self] = 0;
    dispatch();
    mutex_unlock(&mutex);
}

static void lock(int self)
{
    mutex_lock(&mutex);
    await_processor(self);
    if (holder == NOBODY)
        holder = self;
    waits[self] = holder != self;
    wants[self] = holder == self;
    dispatch();
    while (holder != self)
        condition_wait(&changed, &mutex);
    mutex_unlock(&mutex);
}

/* The lock goes to the most urgent task that waits for it. */
static void unlock(int self)
{
    mutex_lock(&mutex);
    await_processor(self);
    holder = NOBODY;
    for (int task = 0; task < TASKS; task++)
        if (waits[task])
            holder = task;
    if (holder != NOBODY) {
        waits[holder] = 0;
        wants[holder] = 1;
    }
    dispatch();
    mutex_unlock(&mutex);
}

static void work(void *argument)
{
    int self = *(int *)argument;
    step(self);
    if (self == MIDDLING) {
        step(self);
        step(self);
    } else {
        lock(self);
        step(self);
        step(self);
        unlock(self);
    }
    leave(self);
}

int main(void)
{
    struct thread threads[TASKS];
    int names[TASKS] = {HUMBLE, MIDDLING, URGENT};
    for (int i = 0; i < TASKS; i++)
        if (thread_create(&threads[i], work, &names[i]) < 0)
            return 2;
    for (int i = 0; i < TASKS; i++)
        thread_join(&threads[i]);
    printf("while the urgent task waited for the lock, the middling one made %d steps\n", overtaken);
    return overtaken != 0;
}
