/* Dates: from seconds and back, in words, and how far apart. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void)
{
    char text[80];
    setenv("TZ", "UTC0", 1);
    tzset();
    time_t seconds = 951782400; /* a leap day */
    struct tm *date = gmtime(&seconds);
    strftime(text, sizeof text, "%A, %d %B %Y, day %j, %H:%M:%S", date);
    printf("%s\n", text);
    struct tm later = {.tm_year = 100, .tm_mon = 1, .tm_mday = 30, .tm_hour = 25}; /* the 30th of February */
    time_t normal = mktime(&later);
    strftime(text, sizeof text, "%F %T", &later);
    printf("%s, %.0f hours later\n", text, difftime(normal, seconds) / 3600);
    struct tm parsed = {0};
    strptime("2024-07-14 10:30", "%Y-%m-%d %H:%M", &parsed);
    printf("%d/%d, %02d:%02d\n", parsed.tm_mday, parsed.tm_mon + 1, parsed.tm_hour, parsed.tm_min);
    return 0;
}
