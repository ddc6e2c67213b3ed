/* idle: sleeps for N milliseconds */
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    struct timespec time = {n / 1000, n % 1000 * 1000000};
    return nanosleep(&time, NULL);
}
