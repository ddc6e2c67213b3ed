/* fill: sets 1 MB to a value with memset, N times */
#include <stdlib.h>
#include <string.h>

enum { SIZE = 1000000 };

static unsigned char bytes[SIZE];

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    for (long round = 0; round < n; round++) {
        memset(bytes, round, SIZE);
        __asm__ volatile("" : : : "memory"); /* each of them counts */
    }
    return n > 0 && bytes[SIZE / 2] != (unsigned char)(n - 1);
}
