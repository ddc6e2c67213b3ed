/* The environment: NAME=VALUE strings, at first those that the kernel put on the stack. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;
char **program_arguments; /* main's argv, for messages */

static char **find(const char *name, size_t length)
{
    for (char **variable = environ; *variable; variable++)
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=')
            return variable;
    return NULL;
}

char *getenv(const char *name)
{
    size_t length = strlen(name);
    char **variable = find(name, length);
    return variable ? *variable + length + 1 : NULL;
}

static int is_name(const char *name)
{
    if (*name && !strchr(name, '='))
        return 1;
    errno = EINVAL;
    return 0;
}

/* Makes room for one variable more, in an array of our own: the first one lies on the stack. */
static char **append(char *variable)
{
    static char **own;
    size_t count = 0;
    while (environ[count])
        count++;
    char **larger = realloc(own, (count + 2) * sizeof *larger);
    if (!larger)
        return NULL;
    if (environ != own)
        memcpy(larger, environ, count * sizeof *larger);
    environ = own = larger;
    environ[count] = variable;
    environ[count + 1] = NULL;
    return environ + count;
}

/* What a variable was set to before is never freed: the program may still hold a pointer from getenv. */
int setenv(const char *name, const char *value, int overwrite)
{
    if (!is_name(name))
        return -1;
    size_t length = strlen(name);
    char **place = find(name, length);
    if (place && !overwrite)
        return 0;
    char *variable = malloc(length + 1 + strlen(value) + 1);
    if (!variable)
        return -1;
    memcpy(variable, name, length);
    variable[length] = '=';
    strcpy(variable + length + 1, value);
    if (place)
        *place = variable;
    return place || append(variable) ? 0 : -1;
}

int unsetenv(const char *name)
{
    if (!is_name(name))
        return -1;
    char **place;
    while ((place = find(name, strlen(name))))
        for (; *place; place++)
            place[0] = place[1];
    return 0;
}

int putenv(char *setting)
{
    char **place = find(setting, strcspn(setting, "="));
    if (place)
        *place = setting;
    return place || append(setting) ? 0 : -1;
}

int clearenv(void)
{
    *environ = NULL;
    return 0;
}
