/* byte_sum: adds up 1 MB of bytes, N times */
#include <stdlib.h>

enum { SIZE = 1000000 };

static volatile unsigned char bytes[SIZE];

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    unsigned long sum = 0;
    bytes[SIZE / 2] = 1;
    for (long round = 0; round < n; round++)
        for (int i = 0; i < SIZE; i++)
            sum += bytes[i];
    return sum != (unsigned long)n;
}
