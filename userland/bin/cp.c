/* cp: copies files, with -r whole folders
 *
 *     cp [-r] FROM TO
 *     cp [-r] FROM... FOLDER
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int copies_folders;

static int copy(const char *from, const char *to);

static int complain(const char *path)
{
    warn("%s", path);
    return 1;
}

static int copy_file(const char *from, const char *to, const struct stat *status)
{
    static char buffer[65536];
    int input = open(from, O_RDONLY);
    if (input < 0)
        return complain(from);
    int output = open(to, O_WRONLY | O_CREAT | O_TRUNC, status->st_mode & 0777);
    if (output < 0) {
        close(input);
        return complain(to);
    }
    int failed = 0;
    ssize_t count;
    while (!failed && (count = read(input, buffer, sizeof buffer)) != 0) {
        if (count < 0)
            failed = complain(from);
        for (ssize_t done = 0, written; !failed && done < count; done += written)
            if ((written = write(output, buffer + done, count - done)) < 0)
                failed = complain(to);
    }
    close(input);
    if (close(output) < 0)
        failed = complain(to);
    return failed;
}

static int copy_link(const char *from, const char *to)
{
    char target[PATH_MAX];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length < 0)
        return complain(from);
    target[length] = '\0';
    return symlink(target, to) < 0 ? complain(to) : 0;
}

static int copy_folder(const char *from, const char *to, const struct stat *status)
{
    if (!copies_folders) {
        warnx("%s is a folder (not copied without -r)", from);
        return 1;
    }
    if (mkdir(to, (status->st_mode & 0777) | S_IRWXU) < 0 && errno != EEXIST)
        return complain(to);
    DIR *folder = opendir(from);
    if (!folder)
        return complain(from);
    int failed = 0;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char inner_from[PATH_MAX], inner_to[PATH_MAX];
        snprintf(inner_from, sizeof inner_from, "%s/%s", from, entry->d_name);
        snprintf(inner_to, sizeof inner_to, "%s/%s", to, entry->d_name);
        failed |= copy(inner_from, inner_to);
    }
    closedir(folder);
    return failed;
}

static int copy(const char *from, const char *to)
{
    struct stat status, existing;
    if ((copies_folders ? lstat(from, &status) : stat(from, &status)) < 0)
        return complain(from);
    if (stat(to, &existing) == 0 && existing.st_ino == status.st_ino && existing.st_dev == status.st_dev) {
        warnx("%s and %s are the same file", from, to);
        return 1;
    }
    if (S_ISDIR(status.st_mode))
        return copy_folder(from, to, &status);
    if (S_ISLNK(status.st_mode))
        return copy_link(from, to);
    if (S_ISFIFO(status.st_mode) && copies_folders)
        return mkfifo(to, status.st_mode & 0777) < 0 ? complain(to) : 0;
    return copy_file(from, to, &status);
}

int main(int argc, char *argv[])
{
    for (int option; (option = getopt(argc, argv, "rRp")) != -1; ) {
        if (option == '?')
            return 2;
        copies_folders |= option != 'p';
    }
    if (argc - optind < 2)
        errx(2, "usage: cp [-r] FROM... TO");
    const char *to = argv[argc - 1];
    struct stat status;
    int is_folder = stat(to, &status) == 0 && S_ISDIR(status.st_mode);
    if (!is_folder && argc - optind > 2)
        errx(1, "%s is not a folder", to);
    int failed = 0;
    for (int i = optind; i < argc - 1; i++) {
        char path[PATH_MAX];
        size_t length = strlen(argv[i]);
        while (length > 1 && argv[i][length - 1] == '/')
            argv[i][--length] = '\0';
        const char *slash = strrchr(argv[i], '/');
        snprintf(path, sizeof path, "%s/%s", to, slash ? slash + 1 : argv[i]);
        failed |= copy(argv[i], is_folder ? path : to);
    }
    return failed;
}
