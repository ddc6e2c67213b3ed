/* mkdir: makes folders, with -p also those that they lie in */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path is put together again as each folder on the way is made. */
static int make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int result = mkdir(path, 0777);
        *slash = '/';
        if (result < 0 && errno != EEXIST)
            return -1;
    }
    return 0;
}

static int make(char *path, mode_t mode, int with_parents)
{
    struct stat status;
    if (with_parents && make_parents(path) < 0)
        return -1;
    if (mkdir(path, mode) == 0)
        return 0;
    return with_parents && errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : -1;
}

int main(int argc, char *argv[])
{
    int with_parents = 0, failed = 0;
    mode_t mode = 0777;
    for (int option; (option = getopt(argc, argv, "pm:")) != -1; ) {
        if (option == '?')
            return 2;
        if (option == 'p')
            with_parents = 1;
        else
            mode = strtol(optarg, NULL, 8);
    }
    if (optind == argc)
        errx(2, "usage: mkdir [-p] [-m MODE] FOLDER...");
    for (int i = optind; i < argc; i++) {
        if (make(argv[i], mode, with_parents) < 0) {
            warn("cannot create directory %s", argv[i]);
            failed = 1;
        }
    }
    return failed;
}
