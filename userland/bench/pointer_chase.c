/* pointer_chase: follows N times 100,000 indices that lead all over 8 MB */
#include <stdlib.h>

enum { COUNT = 1 << 21, STEPS = 100000 };

static unsigned next[COUNT];

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 10;
    unsigned at = 0;
    for (unsigned i = 0; i < COUNT; i++)
        next[i] = (i * 1103515245u + 12345u) % COUNT; /* one cycle through all of them */
    for (long i = 0; i < n * STEPS; i++)
        at = next[at];
    return at >= COUNT;
}
