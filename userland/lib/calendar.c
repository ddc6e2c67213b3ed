/* From seconds since 1970 to the calendar, in UTC, and from there to text. */
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
                                     "September", "October", "November", "December"};
static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

#define DAY 86400L

static int is_leap(long year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static long days_in_month(long year, int month)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month] + (month == 1 && is_leap(year));
}

struct tm *gmtime_r(const time_t *time, struct tm *result)
{
    long day = *time / DAY, second = *time % DAY;
    if (second < 0) {
        second += DAY;
        day--;
    }
    memset(result, 0, sizeof *result);
    result->tm_hour = second / 3600;
    result->tm_min = second / 60 % 60;
    result->tm_sec = second % 60;
    result->tm_wday = ((day + 4) % 7 + 7) % 7; /* 1 January 1970 was a Thursday */

    /* Every 400 years the calendar repeats itself, after 146097 days: begin close to the wanted year. */
    long cycles = day / 146097 - (day % 146097 < 0);
    long year = 1970 + 400 * cycles;
    day -= 146097 * cycles;
    for (; day >= 365 + is_leap(year); year++)
        day -= 365 + is_leap(year);
    result->tm_year = year - 1900;
    result->tm_yday = day;
    for (; day >= days_in_month(year, result->tm_mon); result->tm_mon++)
        day -= days_in_month(year, result->tm_mon);
    result->tm_mday = day + 1;
    return result;
}

struct tm *localtime_r(const time_t *time, struct tm *result)
{
    return gmtime_r(time, result);
}

struct tm *gmtime(const time_t *time)
{
    static struct tm result;
    return gmtime_r(time, &result);
}

struct tm *localtime(const time_t *time)
{
    return gmtime(time);
}

static long seconds_since_1970(const struct tm *time)
{
    long year = time->tm_year + 1899L; /* the last whole one */
    long day = (year - 1969) * 365 + year / 4 - 492 - (year / 100 - 19) + year / 400 - 4 + time->tm_yday;
    return day * DAY + time->tm_hour * 3600L + time->tm_min * 60 + time->tm_sec;
}

/* One conversion, as text; its length, or 0 for one that there is not. */
static size_t convert(char *text, size_t size, char conversion, const struct tm *time)
{
    int hour = time->tm_hour % 12 == 0 ? 12 : time->tm_hour % 12;
    switch (conversion) {
    case 'Y': return snprintf(text, size, "%d", time->tm_year + 1900);
    case 'C': return snprintf(text, size, "%02d", (time->tm_year + 1900) / 100);
    case 'y': return snprintf(text, size, "%02d", time->tm_year % 100);
    case 'm': return snprintf(text, size, "%02d", time->tm_mon + 1);
    case 'd': return snprintf(text, size, "%02d", time->tm_mday);
    case 'e': return snprintf(text, size, "%2d", time->tm_mday);
    case 'j': return snprintf(text, size, "%03d", time->tm_yday + 1);
    case 'H': return snprintf(text, size, "%02d", time->tm_hour);
    case 'I': return snprintf(text, size, "%02d", hour);
    case 'M': return snprintf(text, size, "%02d", time->tm_min);
    case 'S': return snprintf(text, size, "%02d", time->tm_sec);
    case 'p': return snprintf(text, size, "%s", time->tm_hour < 12 ? "AM" : "PM");
    case 'a': return snprintf(text, size, "%.3s", days[time->tm_wday]);
    case 'A': return snprintf(text, size, "%s", days[time->tm_wday]);
    case 'b':
    case 'h': return snprintf(text, size, "%.3s", months[time->tm_mon]);
    case 'B': return snprintf(text, size, "%s", months[time->tm_mon]);
    case 'u': return snprintf(text, size, "%d", time->tm_wday == 0 ? 7 : time->tm_wday);
    case 'w': return snprintf(text, size, "%d", time->tm_wday);
    case 's': return snprintf(text, size, "%ld", seconds_since_1970(time));
    case 'Z': return snprintf(text, size, "UTC");
    case 'z': return snprintf(text, size, "+0000");
    case 'F': return strftime(text, size, "%Y-%m-%d", time);
    case 'T': return strftime(text, size, "%H:%M:%S", time);
    case 'R': return strftime(text, size, "%H:%M", time);
    case 'D':
    case 'x': return strftime(text, size, "%m/%d/%y", time);
    case 'X': return strftime(text, size, "%H:%M:%S", time);
    case 'c': return strftime(text, size, "%a %b %e %H:%M:%S %Y", time);
    case 'n': return snprintf(text, size, "\n");
    case 't': return snprintf(text, size, "\t");
    case '%': return snprintf(text, size, "%%");
    default: return 0;
    }
}

size_t strftime(char *text, size_t size, const char *format, const struct tm *time)
{
    size_t length = 0;
    for (; *format; format++) {
        char piece[100] = {*format};
        size_t count = 1;
        if (*format == '%' && format[1]) {
            count = convert(piece, sizeof piece, *++format, time);
            if (count == 0) /* unknown: as it stands */
                count = snprintf(piece, sizeof piece, "%%%c", *format);
        }
        if (length + count >= size)
            return 0;
        memcpy(text + length, piece, count);
        length += count;
    }
    if (size == 0)
        return 0;
    text[length] = '\0';
    return length;
}
