/* Matrices are multiplied, a band of rows by each thread. */
#include <pthread.h>
#include <stdio.h>

enum { N = 24, THREADS = 4 };

static double a[N][N], b[N][N], c[N][N];

static void *multiply(void *band)
{
    int first = *(int *)band * N / THREADS;
    for (int i = first; i < first + N / THREADS; i++)
        for (int j = 0; j < N; j++)
            for (int k = 0; k < N; k++)
                c[i][j] += a[i][k] * b[k][j];
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int bands[THREADS];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = i - j;
            b[i][j] = (i * j) % 7;
        }
    for (int i = 0; i < THREADS; i++) {
        bands[i] = i;
        pthread_create(&threads[i], NULL, multiply, &bands[i]);
    }
    double trace = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < N; i++)
        trace += c[i][i];
    printf("trace %.1f, corner %.1f\n", trace, c[N - 1][N - 1]);
    return 0;
}
