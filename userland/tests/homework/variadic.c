/* Functions with any number of arguments, and one that hands them on. */
#include <stdarg.h>
#include <stdio.h>

static int sum(int count, ...)
{
    va_list list;
    int total = 0;
    va_start(list, count);
    while (count-- > 0)
        total += va_arg(list, int);
    va_end(list);
    return total;
}

static void say(const char *format, ...)
{
    va_list list, again;
    char text[60];
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(text, sizeof text, format, list);
    printf("%d characters: ", length);
    vprintf(format, again);
    va_end(again);
    va_end(list);
}

int main(void)
{
    printf("%d %d\n", sum(3, 1, 2, 3), sum(0));
    say("%s, %c, %5.2f, %lld, %+d, %#x, %-4d|\n", "text", 'c', 2.5, 1LL << 40, 7, 255, 9);
    return 0;
}
