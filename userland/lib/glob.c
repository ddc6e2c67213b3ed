/* The files that match a pattern: one folder level after the other, from left to right. */
#include <dirent.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct search {
    glob_t *result;
    int flags;
    int failed;          /* out of memory */
    char path[PATH_MAX]; /* what is found up to the level that is searched */
};

static int add(struct search *search, const char *path)
{
    glob_t *result = search->result;
    char **paths = realloc(result->gl_pathv, (result->gl_pathc + 2) * sizeof *paths);
    if (paths)
        result->gl_pathv = paths;
    char *copy = paths ? strdup(path) : NULL;
    if (!copy) {
        search->failed = 1;
        return -1;
    }
    paths[result->gl_pathc++] = copy;
    paths[result->gl_pathc] = NULL;
    return 0;
}

static int has_wildcards(const char *text, size_t length, int flags)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\' && !(flags & GLOB_NOESCAPE))
            i++;
        else if (strchr("*?[", text[i]))
            return 1;
    }
    return 0;
}

/* Appends to the path of the search, which so far has the given length; returns the new one, or 0 if it has no room. */
static size_t extend(struct search *search, size_t length, const char *text, size_t count, int unescape)
{
    for (size_t i = 0; i < count; i++) {
        if (unescape && text[i] == '\\' && i + 1 < count)
            i++;
        if (length + 2 >= sizeof search->path)
            return 0;
        search->path[length++] = text[i];
    }
    search->path[length] = '\0';
    return length;
}

static void descend(struct search *search, size_t length, const char *pattern);

/* The path is complete but for the slashes that separate it from the rest of the pattern. */
static void enter(struct search *search, size_t length, const char *rest)
{
    struct stat status;
    size_t slashes = strspn(rest, "/");
    if (slashes == 0) {
        if (lstat(search->path, &status) < 0)
            return;
        if ((search->flags & GLOB_MARK) && stat(search->path, &status) == 0 && S_ISDIR(status.st_mode))
            extend(search, length, "/", 1, 0);
        add(search, search->path);
    } else if (stat(search->path, &status) == 0 && S_ISDIR(status.st_mode)) {
        length = extend(search, length, rest, slashes, 0);
        if (length)
            descend(search, length, rest + slashes);
    }
}

static void search_folder(struct search *search, size_t length, const char *pattern, size_t end)
{
    char component[PATH_MAX];
    if (end >= sizeof component)
        return;
    memcpy(component, pattern, end);
    component[end] = '\0';
    DIR *folder = opendir(length ? search->path : ".");
    if (!folder)
        return;
    struct dirent *entry;
    while (!search->failed && (entry = readdir(folder))) {
        int flags = FNM_PERIOD | (search->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0);
        if (fnmatch(component, entry->d_name, flags) != 0)
            continue;
        size_t longer = extend(search, length, entry->d_name, strlen(entry->d_name), 0);
        if (longer)
            enter(search, longer, pattern + end);
        search->path[length] = '\0';
    }
    closedir(folder);
}

/* Finds what matches the pattern below the path, which is empty or ends in a slash. */
static void descend(struct search *search, size_t length, const char *pattern)
{
    size_t end = strcspn(pattern, "/");
    if (has_wildcards(pattern, end, search->flags)) {
        search_folder(search, length, pattern, end);
    } else if (end == 0) {
        add(search, search->path); /* the pattern ends in a slash, and the folder is there */
    } else {
        size_t longer = extend(search, length, pattern, end, !(search->flags & GLOB_NOESCAPE));
        if (longer)
            enter(search, longer, pattern + end);
    }
    search->path[length] = '\0';
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int glob(const char *pattern, int flags, int (*error)(const char *path, int error), glob_t *result)
{
    (void)error;
    if (!(flags & GLOB_APPEND)) {
        result->gl_pathc = 0;
        result->gl_pathv = NULL;
    }
    size_t before = result->gl_pathc;
    struct search *search = malloc(sizeof *search);
    if (!search)
        return GLOB_NOSPACE;
    search->result = result;
    search->flags = flags;
    search->failed = 0;
    size_t slashes = strspn(pattern, "/");
    size_t length = extend(search, 0, pattern, slashes, 0);
    if (slashes && !pattern[slashes])
        add(search, pattern); /* the root */
    else if (*pattern)
        descend(search, length, pattern + slashes);
    if (!(flags & GLOB_NOSORT))
        qsort(result->gl_pathv + before, result->gl_pathc - before, sizeof(char *), compare_paths);
    if (result->gl_pathc == before && (flags & GLOB_NOCHECK))
        add(search, pattern);
    int failed = search->failed;
    free(search);
    if (failed)
        return GLOB_NOSPACE;
    return result->gl_pathc == before ? GLOB_NOMATCH : 0;
}

void globfree(glob_t *result)
{
    for (size_t i = 0; i < result->gl_pathc; i++)
        free(result->gl_pathv[i]);
    free(result->gl_pathv);
    result->gl_pathc = 0;
    result->gl_pathv = NULL;
}
