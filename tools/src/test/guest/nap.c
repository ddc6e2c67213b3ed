/* Sleeps as many milliseconds as its argument says, and nothing else. */
#include <stdlib.h>
#include <time.h>

int main(int argc, char *argv[])
{
    long milliseconds = argc > 1 ? atol(argv[1]) : 0;
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    return nanosleep(&time, NULL);
}
