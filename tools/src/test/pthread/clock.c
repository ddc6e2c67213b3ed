/* Prints the time that it has taken to begin: a page fault more or less shows. */
#include <stdio.h>
#include <time.h>

int main(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("%ld ns\n", now.tv_nsec);
    return 0;
}
