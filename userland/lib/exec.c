/* exec with its arguments one by one. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

enum { MOST = 256 };

/* Gathers them, with the null pointer behind them. Returns 0 if they are too many. */
static int gather(const char *first, va_list more, char *argv[MOST])
{
    int count = 0;
    for (const char *argument = first; count < MOST; argument = va_arg(more, const char *)) {
        argv[count++] = (char *)argument;
        if (!argument)
            return 1;
    }
    errno = E2BIG;
    return 0;
}

int execl(const char *path, const char *argument, ...)
{
    char *argv[MOST];
    va_list more;
    va_start(more, argument);
    int is_whole = gather(argument, more, argv);
    va_end(more);
    return is_whole ? execv(path, argv) : -1;
}

int execlp(const char *file, const char *argument, ...)
{
    char *argv[MOST];
    va_list more;
    va_start(more, argument);
    int is_whole = gather(argument, more, argv);
    va_end(more);
    return is_whole ? execvp(file, argv) : -1;
}

int execle(const char *path, const char *argument, ...)
{
    char *argv[MOST];
    va_list more;
    va_start(more, argument);
    int is_whole = gather(argument, more, argv);
    char **environment = is_whole ? va_arg(more, char **) : NULL;
    va_end(more);
    return is_whole ? execve(path, argv, environment) : -1;
}
