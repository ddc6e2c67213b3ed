/* A small tree of folders is made, walked through in order, and taken away from below. */
#define _GNU_SOURCE
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static void walk(const char *path, int depth)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char below[300];
        struct stat status;
        if (entries[i]->d_name[0] == '.')
            continue;
        snprintf(below, sizeof below, "%s/%.200s", path, entries[i]->d_name);
        lstat(below, &status);
        printf("%*s%s%s %ld\n", 2 * depth, "", entries[i]->d_name, S_ISDIR(status.st_mode) ? "/" : S_ISLNK(status.st_mode) ? "@" : "",
               S_ISREG(status.st_mode) ? (long)status.st_size : 0);
        if (S_ISDIR(status.st_mode))
            walk(below, depth + 1);
    }
}

static int forget(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)where;
    return kind == FTW_DP ? rmdir(path) : unlink(path);
}

int main(void)
{
    mkdir("tree.tmp", 0755);
    mkdir("tree.tmp/sub", 0755);
    make("tree.tmp/b.txt", "four");
    make("tree.tmp/sub/a.txt", "seven..");
    if (symlink("b.txt", "tree.tmp/link") != 0)
        return 1;
    walk("tree.tmp", 0);
    printf("taken away: %d\n", nftw("tree.tmp", forget, 4, FTW_DEPTH | FTW_PHYS));
    printf("there: %d\n", access("tree.tmp", F_OK));
    return 0;
}
