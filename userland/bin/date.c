/* date: prints the time; +FORMAT as strftime has it */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    const char *format = "%a %b %e %H:%M:%S %Z %Y";
    time_t now = time(NULL);
    for (int option; (option = getopt(argc, argv, "ud:")) != -1; ) {
        if (option == '?')
            return 2;
        if (option == 'd' && *optarg != '@')
            errx(1, "-d takes @SECONDS only");
        if (option == 'd')
            now = atol(optarg + 1);
    }
    if (optind < argc && *argv[optind] != '+')
        errx(1, "usage: date [-d @SECONDS] [+FORMAT]");
    if (optind < argc)
        format = argv[optind] + 1;
    char text[1000];
    text[0] = '\0';
    strftime(text, sizeof text, format, localtime(&now));
    puts(text);
    return 0;
}
