/* rm: removes files, with -r whole folders, with -f without complaint about what is not there */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int removes_folders, is_forced;

static int complain(const char *path)
{
    if (is_forced && errno == ENOENT)
        return 0;
    warn("cannot remove %s", path);
    return 1;
}

static int remove_all(const char *path);

static int remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return complain(path);
    int failed = 0;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char inner[PATH_MAX];
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) >= (int)sizeof inner) {
            errno = ENAMETOOLONG;
            failed |= complain(path);
        } else {
            failed |= remove_all(inner);
        }
    }
    closedir(folder);
    return rmdir(path) < 0 ? complain(path) : failed;
}

static int remove_all(const char *path)
{
    struct stat status;
    if (lstat(path, &status) < 0)
        return complain(path);
    if (!S_ISDIR(status.st_mode))
        return unlink(path) < 0 ? complain(path) : 0;
    if (removes_folders)
        return remove_folder(path);
    warnx("cannot remove %s: Is a directory", path);
    return 1;
}

int main(int argc, char *argv[])
{
    for (int option; (option = getopt(argc, argv, "rRf")) != -1; ) {
        if (option == '?')
            return 2;
        removes_folders |= option == 'r' || option == 'R';
        is_forced |= option == 'f';
    }
    if (optind == argc && !is_forced)
        errx(2, "usage: rm [-rf] FILE...");
    int failed = 0;
    for (int i = optind; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        const char *name = slash ? slash + 1 : argv[i];
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
            warnx("%s is left alone", argv[i]);
            failed = 1;
        } else {
            failed |= remove_all(argv[i]);
        }
    }
    return failed;
}
