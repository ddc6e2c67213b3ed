/* Merge sort whose halves are sorted by threads, down to a certain depth. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { N = 500 };

struct part { int *numbers, count, depth; };

static void merge(int *numbers, int half, int count)
{
    int merged[N], i = 0, j = half, n = 0;
    while (i < half || j < count)
        merged[n++] = j == count || (i < half && numbers[i] <= numbers[j]) ? numbers[i++] : numbers[j++];
    memcpy(numbers, merged, sizeof *numbers * (size_t)count);
}

static void *sort(void *argument)
{
    struct part *part = argument;
    if (part->count < 2)
        return NULL;
    int half = part->count / 2;
    struct part left = {part->numbers, half, part->depth + 1}, right = {part->numbers + half, part->count - half, part->depth + 1};
    pthread_t thread;
    int is_parallel = part->depth < 3 && pthread_create(&thread, NULL, sort, &left) == 0;
    if (!is_parallel)
        sort(&left);
    sort(&right);
    if (is_parallel)
        pthread_join(thread, NULL);
    merge(part->numbers, half, part->count);
    return NULL;
}

int main(void)
{
    int numbers[N];
    unsigned random = 1;
    for (int i = 0; i < N; i++) {
        random = random * 1103515245u + 12345u;
        numbers[i] = (int)(random >> 16) % 10000;
    }
    sort(&(struct part){numbers, N, 0});
    int wrong = 0;
    for (int i = 1; i < N; i++)
        wrong += numbers[i - 1] > numbers[i];
    printf("least %d, middle %d, greatest %d, %d out of order\n", numbers[0], numbers[N / 2], numbers[N - 1], wrong);
    return 0;
}
