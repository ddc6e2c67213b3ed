/* Pi by numeric integration, a stripe by each thread. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, STEPS = 4000 };

static void *stripe(void *number)
{
    double *slot = number;
    double sum = 0;
    for (int i = (int)*slot; i < STEPS; i += THREADS) {
        double x = (i + 0.5) / STEPS;
        sum += 4 / (1 + x * x);
    }
    *slot = sum / STEPS;
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    double parts[THREADS], pi = 0;
    for (int i = 0; i < THREADS; i++) {
        parts[i] = i;
        pthread_create(&threads[i], NULL, stripe, &parts[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        pi += parts[i];
    }
    printf("%.6f, wrong by less than a millionth: %s\n", pi, fabs(pi - acos(-1)) < 1e-6 ? "yes" : "no");
    return 0;
}
