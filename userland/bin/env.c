/* env: prints the environment, or runs a program in a changed one
 *
 *     env [-i] [-u NAME] [NAME=VALUE...] [PROGRAM [ARGUMENT...]]
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    for (int option; (option = getopt(argc, argv, "+iu:")) != -1; ) {
        static char *empty[] = {NULL};
        if (option == '?')
            return 125;
        if (option == 'i')
            environ = empty;
        else
            unsetenv(optarg);
    }
    int i = optind;
    for (char *equals; i < argc && (equals = strchr(argv[i], '=')); i++) {
        *equals = '\0';
        if (setenv(argv[i], equals + 1, 1) < 0)
            err(125, "%s", argv[i]);
    }
    if (i == argc) {
        for (char **variable = environ; *variable; variable++)
            puts(*variable);
        return 0;
    }
    execvp(argv[i], argv + i);
    err(errno == ENOENT ? 127 : 126, "%s", argv[i]);
}
