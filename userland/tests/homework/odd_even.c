/* Two threads print numbers in turn. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static int next = 1;

static void *print(void *rest)
{
    pthread_mutex_lock(&lock);
    for (;;) {
        while (next <= 20 && next % 2 != *(int *)rest)
            pthread_cond_wait(&turn, &lock);
        if (next > 20)
            break;
        printf("%s %d\n", *(int *)rest ? "odd" : "even", next++);
        pthread_cond_signal(&turn);
    }
    pthread_cond_signal(&turn);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int rests[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, print, &rests[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
