/* ls: lists files and what is in folders
 *
 *     -l  a line each: kind and permissions, links, owner, group, size, time of the last change, name
 *     -a  also names that begin with a period
 *     -d  folders themselves, not what is in them
 *     -1  a name a line
 *     -R  also what is in the folders below
 *     -i  the inode's number before the name
 *     -t -S -r  by time, by size, in reverse
 */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct file {
    char *name;
    char *path;
    struct stat status;
};

struct list {
    struct file *files;
    size_t count;
};

static int is_long, shows_hidden, is_flat, one_column, is_recursive, shows_inode, by_time, by_size, is_reversed;
static int failed;

static void add(struct list *list, const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct file file;
    snprintf(path, sizeof path, "%s%s%s", folder, *folder && strcmp(folder, "/") != 0 ? "/" : "", name);
    if (lstat(path, &file.status) < 0) {
        warn("cannot access %s", path);
        failed = 2;
        return;
    }
    file.name = strdup(name);
    file.path = strdup(path);
    list->files = realloc(list->files, (list->count + 1) * sizeof file);
    if (!file.name || !file.path || !list->files)
        err(2, NULL);
    list->files[list->count++] = file;
}

static int compare(const void *a, const void *b)
{
    const struct file *x = a, *y = b;
    long difference = strcmp(x->name, y->name);
    if (by_size && x->status.st_size != y->status.st_size)
        difference = y->status.st_size > x->status.st_size ? 1 : -1;
    const struct timespec *s = &x->status.st_mtim, *t = &y->status.st_mtim;
    if (by_time && (s->tv_sec != t->tv_sec || s->tv_nsec != t->tv_nsec))
        difference = t->tv_sec > s->tv_sec || (t->tv_sec == s->tv_sec && t->tv_nsec > s->tv_nsec) ? 1 : -1;
    return is_reversed ? -difference : difference;
}

static char kind(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR: return 'd';
    case S_IFLNK: return 'l';
    case S_IFCHR: return 'c';
    case S_IFBLK: return 'b';
    case S_IFIFO: return 'p';
    case S_IFSOCK: return 's';
    default: return '-';
    }
}

static void permissions(mode_t mode, char text[11])
{
    text[0] = kind(mode);
    for (int i = 0; i < 9; i++)
        text[1 + i] = mode & (0400 >> i) ? "rwx"[i % 3] : '-';
    if (mode & S_ISUID)
        text[3] = mode & 0100 ? 's' : 'S';
    if (mode & S_ISGID)
        text[6] = mode & 0010 ? 's' : 'S';
    if (mode & S_ISVTX)
        text[9] = mode & 0001 ? 't' : 'T';
    text[10] = '\0';
}

static const char *owner(unsigned int id)
{
    static char number[2][12];
    static int turn;
    if (id == 0)
        return "root";
    snprintf(number[turn ^= 1], sizeof number[0], "%u", id);
    return number[turn];
}

/* Of a file that did not change for half a year, the year takes the place of the hour. */
static void print_time(time_t then)
{
    char text[40];
    time_t now = time(NULL);
    int is_recent = then <= now && now - then < 365L * 86400 / 2;
    strftime(text, sizeof text, is_recent ? "%b %e %H:%M" : "%b %e  %Y", localtime(&then));
    printf("%s ", text);
}

static void print_long(const struct file *file, int size_width)
{
    const struct stat *status = &file->status;
    char mode[11], size[24], target[PATH_MAX];
    permissions(status->st_mode, mode);
    snprintf(size, sizeof size, "%ld", status->st_size);
    if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
        snprintf(size, sizeof size, "%u, %u", major(status->st_rdev), minor(status->st_rdev));
    printf("%s %2u %-5s %-5s %*s ", mode, status->st_nlink, owner(status->st_uid), owner(status->st_gid), size_width,
           size);
    print_time(status->st_mtim.tv_sec);
    printf("%s", file->name);
    ssize_t length = S_ISLNK(status->st_mode) ? readlink(file->path, target, sizeof target) : -1;
    if (length >= 0)
        printf(" -> %.*s", (int)length, target);
    printf("\n");
}

static void print_all_long(const struct list *list)
{
    int width = 1;
    for (size_t i = 0; i < list->count; i++) {
        char size[24];
        int length = snprintf(size, sizeof size, "%ld", list->files[i].status.st_size);
        if (S_ISCHR(list->files[i].status.st_mode))
            length = 7;
        width = length > width ? length : width;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (shows_inode)
            printf("%7lu ", list->files[i].status.st_ino);
        print_long(&list->files[i], width);
    }
}

/* Column by column, as many as the terminal has room for. */
static void print_columns(const struct list *list)
{
    struct winsize window;
    size_t width = 1, columns = 1;
    for (size_t i = 0; i < list->count; i++)
        if (strlen(list->files[i].name) + 2 > width)
            width = strlen(list->files[i].name) + 2;
    if (!one_column && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > width)
        columns = window.ws_col / width;
    size_t rows = (list->count + columns - 1) / columns;
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = row; i < list->count; i += rows) {
            if (shows_inode)
                printf("%7lu ", list->files[i].status.st_ino);
            int is_last = i + rows >= list->count;
            printf("%-*s", is_last ? 0 : (int)width, list->files[i].name);
        }
        printf("\n");
    }
}

static void print(struct list *list)
{
    qsort(list->files, list->count, sizeof *list->files, compare);
    if (is_long)
        print_all_long(list);
    else
        print_columns(list);
}

static void forget(struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->files[i].name);
        free(list->files[i].path);
    }
    free(list->files);
}

static void list_folder(const char *path, int with_title)
{
    struct list list = {0};
    DIR *folder = opendir(path);
    if (!folder) {
        warn("cannot open directory %s", path);
        failed = 2;
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder)))
        if (shows_hidden || entry->d_name[0] != '.')
            add(&list, path, entry->d_name);
    closedir(folder);
    if (with_title)
        printf("%s:\n", path);
    if (is_long) {
        long blocks = 0;
        for (size_t i = 0; i < list.count; i++)
            blocks += list.files[i].status.st_blocks;
        printf("total %ld\n", blocks / 2);
    }
    print(&list);
    for (size_t i = 0; is_recursive && i < list.count; i++) {
        const char *name = list.files[i].name;
        if (S_ISDIR(list.files[i].status.st_mode) && strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            printf("\n");
            list_folder(list.files[i].path, 1);
        }
    }
    forget(&list);
}

static void parse_options(int argc, char **argv)
{
    for (int option; (option = getopt(argc, argv, "laAd1RitSrh")) != -1; ) {
        switch (option) {
        case 'l': is_long = 1; break;
        case 'a':
        case 'A': shows_hidden = 1; break;
        case 'd': is_flat = 1; break;
        case '1': one_column = 1; break;
        case 'R': is_recursive = 1; break;
        case 'i': shows_inode = 1; break;
        case 't': by_time = 1; break;
        case 'S': by_size = 1; break;
        case 'r': is_reversed = 1; break;
        case 'h': break;
        default: exit(2);
        }
    }
}

/* A folder, also by way of a link, unless the link itself is asked for. */
static int is_folder(const struct file *file)
{
    struct stat status;
    return !is_flat && (S_ISDIR(file->status.st_mode)
                        || (!is_long && stat(file->path, &status) == 0 && S_ISDIR(status.st_mode)));
}

int main(int argc, char *argv[])
{
    parse_options(argc, argv);
    struct list named = {0}, plain = {0};
    for (int i = optind; i < argc; i++)
        add(&named, "", argv[i]);
    if (optind == argc)
        add(&named, "", ".");
    qsort(named.files, named.count, sizeof *named.files, compare);
    for (size_t i = 0; i < named.count; i++)
        if (!is_folder(&named.files[i]))
            add(&plain, "", named.files[i].path);
    if (plain.count > 0)
        print(&plain);
    int has_printed = plain.count > 0;
    for (size_t i = 0; i < named.count; i++) {
        if (!is_folder(&named.files[i]))
            continue;
        if (has_printed)
            printf("\n");
        list_folder(named.files[i].path, argc - optind > 1 || is_recursive);
        has_printed = 1;
    }
    forget(&named);
    forget(&plain);
    return failed;
}
