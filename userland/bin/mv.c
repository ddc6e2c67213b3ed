/* mv: renames files and folders, or moves them into a folder */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(const char *program, const char *option, const char *first, const char *second)
{
    pid_t child = fork();
    if (child == 0) {
        char *arguments[] = {(char *)program, (char *)option, (char *)first, (char *)second, NULL};
        execvp(program, arguments);
        _exit(127);
    }
    int status = 1;
    waitpid(child, &status, 0);
    return status != 0;
}

/* Between file systems there is no renaming: what is copied is then removed. */
static int move(const char *from, const char *to)
{
    if (rename(from, to) == 0)
        return 0;
    if (errno == EXDEV)
        return run("cp", "-r", from, to) || run("rm", "-rf", from, NULL);
    warn("cannot move %s to %s", from, to);
    return 1;
}

int main(int argc, char *argv[])
{
    while (getopt(argc, argv, "f") != -1)
        ;
    if (argc - optind < 2)
        errx(2, "usage: mv FROM... TO");
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
        failed |= move(argv[i], is_folder ? path : to);
    }
    return failed;
}
