/* What the C library adds to files: folders, patterns, lines, options, and its views of them. */
#include "check.h"
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <sys/stat.h>

static void enter_empty_folder(void)
{
    char path[40];
    snprintf(path, sizeof path, "/tmp/foal-test-%d", (int)getpid());
    CHECK(mkdir(path, 0700) == 0 && chdir(path) == 0);
}

static void leave_empty_folder(void)
{
    char path[40];
    snprintf(path, sizeof path, "/tmp/foal-test-%d", (int)getpid());
    CHECK(chdir("/") == 0 && rmdir(path) == 0);
}

static void make_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    CHECK(fd >= 0 && close(fd) == 0);
}

static void a_folder_is_read_entry_by_entry(void)
{
    enter_empty_folder();
    for (int i = 0; i < 300; i++) { /* more than one buffer holds */
        char name[30];
        snprintf(name, sizeof name, "file-with-a-name-%d", i);
        make_file(name);
    }
    char seen[300] = {0};
    int others = 0;
    DIR *folder = opendir(".");
    CHECK(folder != NULL);
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        int number;
        if (strncmp(entry->d_name, "file-with-a-name-", 17) == 0) {
            number = atoi(entry->d_name + 17);
            CHECK(number >= 0 && number < 300 && !seen[number]);
            seen[number] = 1;
        } else {
            CHECK(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
            others++;
        }
    }
    CHECK(others == 2 && memchr(seen, 0, sizeof seen) == NULL);
    rewinddir(folder);
    CHECK(readdir(folder) != NULL);
    CHECK(closedir(folder) == 0);
    for (int i = 0; i < 300; i++) {
        char name[30];
        snprintf(name, sizeof name, "file-with-a-name-%d", i);
        CHECK(unlink(name) == 0);
    }
    CHECK(opendir("/nonexistent") == NULL && errno == ENOENT);
    leave_empty_folder();
}

static void patterns_match_texts(void)
{
    CHECK(fnmatch("*", "", 0) == 0 && fnmatch("", "", 0) == 0 && fnmatch("", "a", 0) == FNM_NOMATCH);
    CHECK(fnmatch("a*b*c", "aXbXbXc", 0) == 0 && fnmatch("a*b*c", "aXbX", 0) == FNM_NOMATCH);
    CHECK(fnmatch("?", "a", 0) == 0 && fnmatch("?", "", 0) == FNM_NOMATCH && fnmatch("??", "a", 0) == FNM_NOMATCH);
    CHECK(fnmatch("[a-c]x", "bx", 0) == 0 && fnmatch("[!a-c]x", "bx", 0) == FNM_NOMATCH);
    CHECK(fnmatch("[]a]", "]", 0) == 0 && fnmatch("[a-]", "-", 0) == 0 && fnmatch("[", "[", 0) == 0);
    CHECK(fnmatch("[[:digit:]x]*", "7up", 0) == 0 && fnmatch("[[:alpha:]]", "7", 0) == FNM_NOMATCH);
    CHECK(fnmatch("\\*", "*", 0) == 0 && fnmatch("\\*", "a", 0) == FNM_NOMATCH);
    CHECK(fnmatch("\\*", "\\x", FNM_NOESCAPE) == 0);
    CHECK(fnmatch("*", "a/b", 0) == 0 && fnmatch("*", "a/b", FNM_PATHNAME) == FNM_NOMATCH);
    CHECK(fnmatch("*/?", "a/b", FNM_PATHNAME) == 0 && fnmatch("a?b", "a/b", FNM_PATHNAME) == FNM_NOMATCH);
    CHECK(fnmatch("*", ".x", FNM_PERIOD) == FNM_NOMATCH && fnmatch(".*", ".x", FNM_PERIOD) == 0);
    CHECK(fnmatch("a*", "a.x", FNM_PERIOD) == 0 && fnmatch("*/*", "a/.x", FNM_PERIOD | FNM_PATHNAME) == FNM_NOMATCH);
}

/* Whether the pattern leads to exactly these paths. */
static int finds(const char *pattern, int flags, const char *expected)
{
    char all[200] = "";
    glob_t found;
    int result = glob(pattern, flags, NULL, &found);
    for (size_t i = 0; result == 0 && i < found.gl_pathc; i++)
        strcat(strcat(all, i ? " " : ""), found.gl_pathv[i]);
    if (result == 0)
        globfree(&found);
    return result == 0 ? strcmp(all, expected) == 0 : result == GLOB_NOMATCH && !*expected;
}

static void patterns_find_files(void)
{
    enter_empty_folder();
    CHECK(mkdir("d", 0700) == 0 && mkdir("d/e", 0700) == 0);
    make_file("b.c");
    make_file("a.c");
    make_file(".hidden");
    make_file("d/e/x");
    make_file("star*");
    CHECK(finds("*", 0, "a.c b.c d star*") && finds("*.c", 0, "a.c b.c") && finds("*.h", 0, ""));
    CHECK(finds("*.h", GLOB_NOCHECK, "*.h") && finds("a.c", 0, "a.c") && finds("none", 0, ""));
    CHECK(finds("*/*/?", 0, "d/e/x") && finds("*/", 0, "d/") && finds("d//e", 0, "d//e"));
    CHECK(finds("./*.c", 0, "./a.c ./b.c"));
    CHECK(finds(".h*", 0, ".hidden") && finds("star\\*", 0, "star*") && finds("*", GLOB_MARK, "a.c b.c d/ star*"));
    CHECK(finds("[ab].c", 0, "a.c b.c") && finds("d/*/x", 0, "d/e/x"));
    CHECK(unlink("d/e/x") == 0 && rmdir("d/e") == 0 && rmdir("d") == 0 && unlink("star*") == 0);
    CHECK(unlink("a.c") == 0 && unlink("b.c") == 0 && unlink(".hidden") == 0);
    leave_empty_folder();
}

static void streams_read_and_write_files(void)
{
    enter_empty_folder();
    FILE *stream = fopen("file", "w");
    CHECK(stream && fprintf(stream, "one\n%s\n", "two") == 8);
    CHECK(fputs("no end", stream) >= 0 && fclose(stream) == 0);
    stream = fopen("file", "a");
    CHECK(stream && putc('!', stream) == '!' && fclose(stream) == 0);
    char *line = NULL;
    size_t size = 0;
    stream = fopen("file", "r");
    CHECK(stream && getline(&line, &size, stream) == 4 && strcmp(line, "one\n") == 0 && size > 4);
    CHECK(getc(stream) == 't' && ungetc('t', stream) == 't');
    CHECK(getdelim(&line, &size, 'o', stream) == 3 && strcmp(line, "two") == 0);
    CHECK(getline(&line, &size, stream) == 1 && getline(&line, &size, stream) == 7 && strcmp(line, "no end!") == 0);
    CHECK(getline(&line, &size, stream) == -1 && feof(stream));
    free(line);
    CHECK(fclose(stream) == 0 && rename("file", "other") == 0 && fopen("file", "r") == NULL && errno == ENOENT);
    CHECK(remove("other") == 0 && fopen("x", "?") == NULL && errno == EINVAL);
    leave_empty_folder();
}

static void long_lines_are_read_whole(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t writer = fork();
    if (writer == 0) {
        close(ends[0]);
        for (int i = 0; i < 20000; i++)
            if (write(ends[1], "x", 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    char *line = NULL;
    size_t size = 0;
    FILE *stream = fdopen(ends[0], "r");
    CHECK(stream && getline(&line, &size, stream) == 20000 && strspn(line, "x") == 20000);
    fclose(stream);
    free(line);
    CHECK(exit_status(writer) == 0);
}

static void options_are_taken_apart(void)
{
    char *arguments[] = {"program", "-a", "operand", "-bvalue", "-c", "-b", "more", "-x", "--", "-a", NULL};
    opterr = 0;
    CHECK(getopt(10, arguments, "ab:c") == 'a' && getopt(10, arguments, "ab:c") == 'b' && strcmp(optarg, "value") == 0);
    CHECK(getopt(10, arguments, "ab:c") == 'c' && getopt(10, arguments, "ab:c") == 'b' && strcmp(optarg, "more") == 0);
    CHECK(getopt(10, arguments, "ab:c") == '?' && optopt == 'x');
    CHECK(getopt(10, arguments, "ab:c") == -1 && optind == 8);
    CHECK(strcmp(arguments[8], "operand") == 0 && strcmp(arguments[9], "-a") == 0);
}

static void an_option_may_lack_its_argument(void)
{
    char *arguments[] = {"program", "-ab", NULL};
    opterr = 0;
    CHECK(getopt(2, arguments, ":ab:") == 'a' && getopt(2, arguments, ":ab:") == ':' && optopt == 'b');
    CHECK(getopt(2, arguments, ":ab:") == -1 && optind == 2);
}

static void variables_are_set_and_unset(void)
{
    CHECK(setenv("FOAL_TEST", "one", 1) == 0 && strcmp(getenv("FOAL_TEST"), "one") == 0);
    CHECK(setenv("FOAL_TEST", "two", 0) == 0 && strcmp(getenv("FOAL_TEST"), "one") == 0);
    CHECK(setenv("FOAL_TEST", "two", 1) == 0 && strcmp(getenv("FOAL_TEST"), "two") == 0);
    CHECK(unsetenv("FOAL_TEST") == 0 && getenv("FOAL_TEST") == NULL && unsetenv("FOAL_TEST") == 0);
    CHECK_FAILS(setenv("A=B", "x", 1), EINVAL);
    CHECK_FAILS(setenv("", "x", 1), EINVAL);
}

int main(void)
{
    RUN(a_folder_is_read_entry_by_entry);
    RUN(patterns_match_texts);
    RUN(patterns_find_files);
    RUN(streams_read_and_write_files);
    RUN(long_lines_are_read_whole);
    RUN(options_are_taken_apart);
    RUN(an_option_may_lack_its_argument);
    RUN(variables_are_set_and_unset);
    return finish();
}
