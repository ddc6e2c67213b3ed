/* ln: gives a file another name, with -s by a symbolic link
 *
 *     ln [-sf] FILE NAME
 *     ln [-sf] FILE... FOLDER
 */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    int is_symbolic = 0, is_forced = 0, failed = 0;
    for (int option; (option = getopt(argc, argv, "sf")) != -1; ) {
        if (option == '?')
            return 2;
        is_symbolic |= option == 's';
        is_forced |= option == 'f';
    }
    if (argc - optind < 2)
        errx(2, "usage: ln [-sf] FILE... NAME");
    const char *to = argv[argc - 1];
    struct stat status;
    int is_folder = stat(to, &status) == 0 && S_ISDIR(status.st_mode);
    if (!is_folder && argc - optind > 2)
        errx(1, "%s is not a folder", to);
    for (int i = optind; i < argc - 1; i++) {
        char path[PATH_MAX];
        const char *slash = strrchr(argv[i], '/');
        snprintf(path, sizeof path, "%s/%s", to, slash ? slash + 1 : argv[i]);
        const char *name = is_folder ? path : to;
        if (is_forced)
            unlink(name);
        if ((is_symbolic ? symlink(argv[i], name) : link(argv[i], name)) < 0) {
            warn("cannot link %s to %s", name, argv[i]);
            failed = 1;
        }
    }
    return failed;
}
