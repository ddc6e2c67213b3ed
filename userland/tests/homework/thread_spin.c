/* A spinlock of the library around a short section. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

static pthread_spinlock_t lock;
static int counter;

static void *count(void *unused)
{
    for (int i = 0; i < 1000; i++) {
        pthread_spin_lock(&lock);
        counter += 2;
        counter--;
        pthread_spin_unlock(&lock);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[3];
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("counted %d\n", counter);
    pthread_spin_lock(&lock);
    printf("held: %s\n", pthread_spin_trylock(&lock) == EBUSY ? "busy" : "free");
    return 0;
}
