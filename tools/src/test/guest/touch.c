/* Does what its arguments say to files: read:PATH, write:PATH, remove:PATH, rename:PATH (to PATH.new), list:PATH. Each
 * line of output is what came of one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int read_file(const char *path)
{
    char text[100];
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return -1;
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length >= 0)
        printf("%.*s ", (int)length, text);
    return length < 0 ? -1 : 0;
}

static int write_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0)
        return -1;
    int result = write(fd, "new", 3) == 3 ? 0 : -1;
    close(fd);
    return result;
}

static int rename_file(const char *path)
{
    char name[200];
    snprintf(name, sizeof name, "%s.new", path);
    return rename(path, name);
}

static int list_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return -1;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.')
            printf("%s ", entry->d_name);
    return closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *path = strchr(argv[i], ':') + 1;
        errno = 0;
        int result = strncmp(argv[i], "read:", 5) == 0     ? read_file(path)
                     : strncmp(argv[i], "write:", 6) == 0  ? write_file(path)
                     : strncmp(argv[i], "remove:", 7) == 0 ? unlink(path)
                     : strncmp(argv[i], "rename:", 7) == 0 ? rename_file(path)
                                                           : list_folder(path);
        printf("%s\n", result == 0 ? "ok" : strerror(errno));
    }
    return 0;
}
