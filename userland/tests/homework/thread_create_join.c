/* Threads get an argument and return a value that join hands over. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

static void *square(void *number)
{
    intptr_t n = (intptr_t)number;
    return (void *)(n * n);
}

int main(void)
{
    pthread_t threads[5];
    for (intptr_t i = 0; i < 5; i++)
        if (pthread_create(&threads[i], NULL, square, (void *)i) != 0)
            return 1;
    for (int i = 0; i < 5; i++) {
        void *result;
        pthread_join(threads[i], &result);
        printf("thread %d returned %ld\n", i, (long)(intptr_t)result);
    }
    return 0;
}
