/* sieve: finds the primes below a million, N times: stores with every stride over 1 MB */
#include <stdlib.h>
#include <string.h>

enum { SIZE = 1000000, PRIMES = 78498 };

static unsigned char composite[SIZE];

static long count_primes(void)
{
    long count = 0;
    memset(composite, 0, SIZE);
    for (long i = 2; i < SIZE; i++)
        if (!composite[i]) {
            count++;
            for (long j = i * i; j < SIZE; j += i)
                composite[j] = 1;
        }
    return count;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 10;
    for (long round = 0; round < n; round++)
        if (count_primes() != PRIMES)
            return 1;
    return 0;
}
