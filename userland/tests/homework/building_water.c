/* Two hydrogen threads and one oxygen thread leave together, as one molecule. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { MOLECULES = 10 };

static sem_t mutex, hydrogens, oxygens; /* mutex is a semaphore: one thread may lock and another unlock it */
static pthread_barrier_t three;
static int hydrogen, oxygen, atoms;

/* The thread that makes a molecule complete keeps the mutex; the oxygen unlocks it when all three are there. */
static void come(int *kind)
{
    sem_wait(&mutex);
    ++*kind;
    if (hydrogen < 2 || oxygen < 1) {
        sem_post(&mutex);
        return;
    }
    hydrogen -= 2;
    oxygen--;
    sem_post(&hydrogens);
    sem_post(&hydrogens);
    sem_post(&oxygens);
}

static void *be(void *kind)
{
    int is_oxygen = kind == &oxygen;
    come(kind);
    sem_wait(is_oxygen ? &oxygens : &hydrogens);
    __atomic_fetch_add(&atoms, 1, __ATOMIC_RELAXED);
    pthread_barrier_wait(&three);
    if (is_oxygen)
        sem_post(&mutex);
    return NULL;
}

int main(void)
{
    pthread_t threads[3 * MOLECULES];
    pthread_barrier_init(&three, NULL, 3);
    sem_init(&mutex, 0, 1);
    sem_init(&hydrogens, 0, 0);
    sem_init(&oxygens, 0, 0);
    for (int i = 0; i < 3 * MOLECULES; i++)
        pthread_create(&threads[i], NULL, be, i % 3 == 2 ? &oxygen : &hydrogen);
    for (int i = 0; i < 3 * MOLECULES; i++)
        pthread_join(threads[i], NULL);
    printf("%d atoms, left over: %d hydrogen, %d oxygen\n", atoms, hydrogen, oxygen);
    return 0;
}
