#include "check.h"
/* A program that polls the clock for a second makes no more calls than a real machine would let it make. */
int main(void)
{
    struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a); long n = 0;
    do { clock_gettime(CLOCK_MONOTONIC, &b); n++; } while (b.tv_sec * 1000 + b.tv_nsec / 1000000 < a.tv_sec * 1000 + a.tv_nsec / 1000000 + 1000);
    CHECK("at most two million calls in a second", n <= 2000000, 1);
    return failures != 0;
}
