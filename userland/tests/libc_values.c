/* The C library's jumps, calendar and numbers with a point. */
#include "check.h"
#include <setjmp.h>
#include <strings.h>
#include <time.h>

static jmp_buf place;

static void jump_from_below(int depth, int value)
{
    if (depth > 0)
        jump_from_below(depth - 1, value);
    longjmp(place, value);
}

static void a_jump_leads_back_to_where_the_program_has_been(void)
{
    volatile int count = 0;
    int value = setjmp(place);
    count++;
    if (count == 1) {
        CHECK(value == 0);
        jump_from_below(10, 42);
    }
    if (count == 2) {
        CHECK(value == 42);
        jump_from_below(0, 0);
    }
    CHECK(count == 3 && value == 1);
}

static void check_time(time_t time, const char *format, const char *expected)
{
    char text[100];
    struct tm moment;
    CHECK(gmtime_r(&time, &moment) == &moment);
    CHECK(strftime(text, sizeof text, format, &moment) == strlen(expected));
    if (strcmp(text, expected) != 0)
        printf("expected \"%s\", got \"%s\"\n", expected, text);
    CHECK(strcmp(text, expected) == 0);
}

static void seconds_become_dates(void)
{
    check_time(0, "%Y-%m-%d %H:%M:%S %a %j", "1970-01-01 00:00:00 Thu 001");
    check_time(951782400, "%F %A %e %B", "2000-02-29 Tuesday 29 February");
    check_time(1709251199, "%c", "Thu Feb 29 23:59:59 2024");
    check_time(4107542400, "%D %T %u %w", "03/01/00 00:00:00 1 1"); /* 2100 has no 29 February */
    check_time(-1, "%F %T", "1969-12-31 23:59:59");
    check_time(-11644473600, "%F %a", "1601-01-01 Mon");
    check_time(253402300799, "%F %R %I %p %y %C", "9999-12-31 23:59 11 PM 99 99");
    check_time(43200, "%I%p %h %b %% %n", "12PM Jan Jan % \n");
    char small[4] = "xxx";
    time_t now = 0;
    CHECK(strftime(small, sizeof small, "%Y", gmtime(&now)) == 0);
}

static void texts_become_doubles(void)
{
    char *end;
    CHECK(strtod("3.25", NULL) == 3.25 && strtod("-0.1", NULL) == -0.1 && strtod("1e3", NULL) == 1000);
    CHECK(strtod("  +.5e-1x", &end) == 0.05 && *end == 'x' && atof("2.") == 2);
    CHECK(strtod("1e", &end) == 1 && *end == 'e' && strtod("1e+", &end) == 1 && *end == 'e');
    const char *none = " .e1";
    CHECK(strtod(none, &end) == 0 && end == none);
    CHECK(strtod("inf", NULL) == __builtin_inf() && strtod("-INFINITY", &end) == -__builtin_inf() && !*end);
    double nan = strtod("nan", NULL);
    CHECK(nan != nan);
    CHECK(strtod("123456789012345", NULL) == 123456789012345.0 && strtod("1e22", NULL) == 1e22);
    CHECK(strtod("1e999", NULL) == __builtin_inf() && strtod("1e-999", NULL) == 0);
}

static void letters_may_be_large_or_small(void)
{
    CHECK(strcasecmp("Hello", "hELLO") == 0 && strcasecmp("a", "B") < 0 && strcasecmp("ab", "A") > 0);
    CHECK(strncasecmp("ABx", "aby", 2) == 0 && strncasecmp("a", "b", 0) == 0);
    char *copy = strndup("abcdef", 3);
    CHECK(strcmp(copy, "abc") == 0 && strcmp(strpbrk("key=value", "=:"), "=value") == 0 && !strpbrk("x", "yz"));
    free(copy);
}

static void sysconf_tells_of_the_machine(void)
{
    CHECK(sysconf(_SC_PAGESIZE) == 4096);
    CHECK(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
    CHECK_FAILS(sysconf(-1), EINVAL);
}

int main(void)
{
    RUN(a_jump_leads_back_to_where_the_program_has_been);
    RUN(seconds_become_dates);
    RUN(texts_become_doubles);
    RUN(letters_may_be_large_or_small);
    RUN(sysconf_tells_of_the_machine);
    return finish();
}
