#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;

char *getenv(const char *name)
{
    size_t length = strlen(name);
    for (char **variable = environ; *variable; variable++)
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=')
            return *variable + length + 1;
    return NULL;
}
