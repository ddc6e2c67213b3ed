/* compute: N rounds of sorting and of arithmetic on doubles */
#include <stdio.h>
#include <stdlib.h>

#define LENGTH 2000

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    static double values[LENGTH];
    unsigned long random = 1;
    double sum = 0;
    for (long round = 0; round < n; round++) {
        for (int i = 0; i < LENGTH; i++) {
            random = random * 6364136223846793005 + 1442695040888963407;
            values[i] = (double)(random >> 33) / 1000.0;
        }
        qsort(values, LENGTH, sizeof values[0], ascending);
        for (int i = 1; i < LENGTH; i++)
            sum += (values[i] - values[i - 1]) * i / (values[i] + 1.0);
    }
    return sum > 0 ? 0 : 1;
}
