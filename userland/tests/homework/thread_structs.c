/* A structure carries several arguments to a thread, and another its results back. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct range { int from, to; };
struct answer { long sum; int count; };

static void *add_up(void *argument)
{
    struct range *range = argument;
    struct answer *answer = calloc(1, sizeof *answer);
    for (int i = range->from; i <= range->to; i++, answer->count++)
        answer->sum += i;
    return answer;
}

int main(void)
{
    struct range ranges[] = {{1, 10}, {11, 100}, {101, 1000}};
    pthread_t threads[3];
    long total = 0;
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, add_up, &ranges[i]);
    for (int i = 0; i < 3; i++) {
        void *result;
        pthread_join(threads[i], &result);
        struct answer *answer = result;
        printf("%d numbers make %ld\n", answer->count, answer->sum);
        total += answer->sum;
        free(answer);
    }
    printf("together %ld\n", total);
    return 0;
}
