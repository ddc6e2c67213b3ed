/* Two threads meet: neither goes on before the other has come. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t first_came, second_came;
static int before, early;

static void meet(sem_t *mine, sem_t *other)
{
    __atomic_fetch_add(&before, 1, __ATOMIC_SEQ_CST);
    sem_post(mine);
    sem_wait(other);
    if (__atomic_load_n(&before, __ATOMIC_SEQ_CST) != 2)
        __atomic_fetch_add(&early, 1, __ATOMIC_SEQ_CST);
}

static void *first(void *unused)
{
    meet(&first_came, &second_came);
    return unused;
}

static void *second(void *unused)
{
    meet(&second_came, &first_came);
    return unused;
}

int main(void)
{
    int meetings = 0;
    for (; meetings < 10; meetings++) {
        pthread_t threads[2];
        before = 0;
        sem_init(&first_came, 0, 0);
        sem_init(&second_came, 0, 0);
        pthread_create(&threads[0], NULL, first, NULL);
        pthread_create(&threads[1], NULL, second, NULL);
        pthread_join(threads[0], NULL);
        pthread_join(threads[1], NULL);
    }
    printf("%d meetings, %d times one was early\n", meetings, early);
    return 0;
}
