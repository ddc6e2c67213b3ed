/* sleep: waits so many seconds; 0.1 and 2m are fine, too */
#include <err.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char *argv[])
{
    double seconds = 0;
    if (argc < 2)
        errx(2, "usage: sleep SECONDS");
    for (int i = 1; i < argc; i++) {
        char *unit;
        double number = strtod(argv[i], &unit);
        int factor = *unit == 'm' ? 60 : *unit == 'h' ? 3600 : *unit == 'd' ? 86400 : 1;
        if (unit == argv[i] || number < 0 || (*unit && (unit[1] || (*unit != 's' && factor == 1))))
            errx(1, "invalid time interval '%s'", argv[i]);
        seconds += number * factor;
    }
    if (seconds > 1e9)
        seconds = 1e9;
    struct timespec duration = {.tv_sec = seconds, .tv_nsec = (seconds - (long)seconds) * 1e9};
    while (nanosleep(&duration, &duration) < 0)
        ;
    return 0;
}
