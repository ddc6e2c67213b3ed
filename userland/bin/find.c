/* find: prints the files below folders, with -name PATTERN and -type f|d|l|p|c only those */
#include <dirent.h>
#include <err.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *wanted_name;
static char wanted_type;
static int failed;

static int is_wanted(const char *path, mode_t mode)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;
    if (wanted_name && fnmatch(wanted_name, name, 0) != 0)
        return 0;
    switch (wanted_type) {
    case 'f': return S_ISREG(mode);
    case 'd': return S_ISDIR(mode);
    case 'l': return S_ISLNK(mode);
    case 'p': return S_ISFIFO(mode);
    case 'c': return S_ISCHR(mode);
    case 's': return S_ISSOCK(mode);
    default: return 1;
    }
}

static void search(const char *path)
{
    struct stat status;
    if (lstat(path, &status) < 0) {
        warn("%s", path);
        failed = 1;
        return;
    }
    if (is_wanted(path, status.st_mode))
        puts(path);
    if (!S_ISDIR(status.st_mode))
        return;
    DIR *folder = opendir(path);
    if (!folder) {
        warn("%s", path);
        failed = 1;
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        char inner[PATH_MAX];
        int has_slash = path[strlen(path) - 1] == '/';
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (snprintf(inner, sizeof inner, has_slash ? "%s%s" : "%s/%s", path, entry->d_name) < (int)sizeof inner)
            search(inner);
    }
    closedir(folder);
}

int main(int argc, char *argv[])
{
    int folders = 1;
    while (folders < argc && argv[folders][0] != '-')
        folders++;
    for (int i = folders; i < argc; i++) {
        if (strcmp(argv[i], "-name") == 0 && i + 1 < argc)
            wanted_name = argv[++i];
        else if (strcmp(argv[i], "-type") == 0 && i + 1 < argc)
            wanted_type = *argv[++i];
        else if (strcmp(argv[i], "-print") != 0)
            errx(2, "usage: find [FOLDER...] [-name PATTERN] [-type f|d|l|p|c|s]");
    }
    if (folders == 1)
        search(".");
    for (int i = 1; i < folders; i++)
        search(argv[i]);
    return failed;
}
