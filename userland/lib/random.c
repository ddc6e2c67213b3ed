#include <stdlib.h>

static unsigned long state = 1;

/* A linear congruential generator. Its low bits repeat soon, so the result is taken from the high ones. */
int rand(void)
{
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return state >> 33;
}

void srand(unsigned int seed)
{
    state = seed;
}
