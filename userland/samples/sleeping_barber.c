/* sleeping_barber: a barber sleeps until customers come; who finds no free chair goes away
 *
 * Watch for: three waits. The barber waits for a customer, a customer for the barber, and both for the end of the
 * haircut: the semaphores "customers", "barber" and "done". The chairs are a number under a mutex; looking at them and
 * sitting down must be one step. How many find no chair depends on the schedule.
 *
 * Change and try: other numbers of CHAIRS and CUSTOMERS; a customer who looks first and takes the mutex then; --quantum
 * and --sched: when does everybody get a haircut?
 */
#include <stdio.h>
#include <sync/mutex.h>
#include <sync/semaphore.h>
#include <sync/thread.h>

enum { CHAIRS = 2, CUSTOMERS = 6 };

static struct mutex mutex;
static int waiting; /* guarded by the mutex: how many chairs are taken */
static struct semaphore customers, barber, done;
static int served, gone; /* served is the barber's; gone is guarded by the mutex */

static void cut_hair(void *unused)
{
    (void)unused;
    for (;;) {
        semaphore_wait(&customers);
        mutex_lock(&mutex);
        int last = waiting == 0; /* nobody sits there: the shop closes */
        if (!last)
            waiting--;
        mutex_unlock(&mutex);
        if (last)
            return;
        semaphore_post(&barber);
        served++;
        semaphore_post(&done);
    }
}

static void want_haircut(void *unused)
{
    (void)unused;
    mutex_lock(&mutex);
    int stays = waiting < CHAIRS;
    if (stays)
        waiting++;
    else
        gone++;
    mutex_unlock(&mutex);
    if (!stays)
        return;
    semaphore_post(&customers);
    semaphore_wait(&barber);
    semaphore_wait(&done);
}

int main(void)
{
    struct thread shop, threads[CUSTOMERS];
    if (thread_create(&shop, cut_hair, NULL) < 0)
        return 2;
    for (int i = 0; i < CUSTOMERS; i++)
        if (thread_create(&threads[i], want_haircut, NULL) < 0)
            return 2;
    for (int i = 0; i < CUSTOMERS; i++)
        thread_join(&threads[i]);
    semaphore_post(&customers);
    thread_join(&shop);
    printf("%d customers had a haircut, %d found no chair\n", served, gone);
    return served + gone == CUSTOMERS ? 0 : 1;
}
