#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **program_arguments; /* main's argv: crt0 puts it here */

static void say(const char *format, va_list arguments, const char *error)
{
    const char *path = program_arguments[0] ? program_arguments[0] : "";
    const char *slash = strrchr(path, '/');
    fflush(stdout);
    fprintf(stderr, "%s: ", slash ? slash + 1 : path);
    if (format)
        vfprintf(stderr, format, arguments);
    if (format && error)
        fprintf(stderr, ": ");
    fprintf(stderr, "%s\n", error ? error : "");
}

#define SAY(error)                    \
    va_list arguments;                \
    va_start(arguments, format);      \
    say(format, arguments, error);    \
    va_end(arguments)

void warn(const char *format, ...)
{
    SAY(strerror(errno));
}

void err(int status, const char *format, ...)
{
    SAY(strerror(errno));
    exit(status);
}

void warnx(const char *format, ...)
{
    SAY(NULL);
}

void errx(int status, const char *format, ...)
{
    SAY(NULL);
    exit(status);
}
