/* Builtins for what a process has besides its memory: working folder, file mode mask, signals to others, time. */
#include "builtins.h"
#include "jobs.h"
#include "shell.h"
#include "trap.h"
#include "variables.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <unistd.h>

/* The folder's path by the names that the user took, links not followed: "." and ".." are resolved in the text. */
static char *logical_path(const char *from, const char *folder)
{
    struct buffer path = {.arena = &shell.scratch};
    if (*folder != '/')
        buffer_add_text(&path, from, strlen(from));
    buffer_add(&path, '/');
    buffer_add_text(&path, folder, strlen(folder));
    const char *rest = buffer_end(&path);
    char *result = arena_get(&shell.scratch, path.length + 2), *end = result;
    while (*rest) {
        rest += strspn(rest, "/");
        size_t length = strcspn(rest, "/");
        if (length == 2 && strncmp(rest, "..", 2) == 0) {
            while (end > result && *--end != '/')
                ;
        } else if (length > 0 && !(length == 1 && *rest == '.')) {
            *end++ = '/';
            memcpy(end, rest, length);
            end += length;
        }
        rest += length;
    }
    strcpy(end, end == result ? "/" : "");
    return result;
}

/* PWD, if it is true: the folder may have been renamed, or the variable been set by somebody. */
static const char *working_folder(void)
{
    static char path[PATH_MAX];
    struct stat here, there;
    const char *known = variable_get("PWD");
    if (known && *known == '/' && stat(known, &there) == 0 && stat(".", &here) == 0 && here.st_ino == there.st_ino
        && here.st_dev == there.st_dev)
        return known;
    return getcwd(path, sizeof path) ? path : "";
}

int run_cd(int count, char **arguments, int flags)
{
    (void)flags;
    int i = 1;
    int is_physical = 0;
    for (; i < count && (strcmp(arguments[i], "-L") == 0 || strcmp(arguments[i], "-P") == 0); i++)
        is_physical = arguments[i][1] == 'P';
    i += i < count && strcmp(arguments[i], "--") == 0;
    const char *folder = i < count ? arguments[i] : variable_get("HOME");
    int goes_back = folder && strcmp(folder, "-") == 0;
    if (goes_back)
        folder = variable_get("OLDPWD");
    if (!folder || !*folder) /* as if there were nothing to do */
        return 0;
    char *before = copy_text(working_folder());
    char *path = is_physical ? (char *)folder : logical_path(before, folder);
    if (chdir(path) < 0 && chdir(folder) < 0) {
        complain("cd: can't cd to %s", folder);
        free(before);
        return 2;
    }
    variable_set("OLDPWD", before);
    free(before);
    char physical[PATH_MAX];
    if (is_physical && getcwd(physical, sizeof physical))
        path = physical;
    variable_set("PWD", path);
    if (goes_back)
        printf("%s\n", path);
    return 0;
}

int run_pwd(int count, char **arguments, int flags)
{
    (void)flags;
    char path[PATH_MAX];
    int is_physical = count > 1 && strcmp(arguments[1], "-P") == 0;
    printf("%s\n", is_physical && getcwd(path, sizeof path) ? path : working_folder());
    return 0;
}

int run_umask(int count, char **arguments, int flags)
{
    (void)flags;
    if (count == 1) {
        mode_t mask = umask(0);
        umask(mask);
        printf("%04o\n", mask);
        return 0;
    }
    char *end;
    long mask = strtol(arguments[1], &end, 8);
    if (!isdigit((unsigned char)*arguments[1]) || *end || mask > 0777) {
        complain("umask: Illegal number: %s", arguments[1]);
        return 2;
    }
    umask(mask);
    return 0;
}

static int list_signals(const char *wanted)
{
    if (wanted) { /* perhaps an exit status */
        long number = strtol(wanted, NULL, 10);
        const char *name = sigabbrev_np(number > 128 ? number - 128 : number);
        printf("%s\n", name ? name : wanted);
        return 0;
    }
    for (int signal = 1; signal < NSIG; signal++)
        if (sigabbrev_np(signal))
            printf("%s\n", sigabbrev_np(signal));
    return 0;
}

static int send(const char *target, int signal)
{
    char *end;
    long pid = *target == '%' ? jobs_group(target) : strtol(target, &end, 10);
    if (*target == '%' && pid < 0)
        return 1;
    if (*target != '%' && (end == target || *end)) {
        complain("kill: Illegal number: %s", target);
        return 2;
    }
    if (*target == '%' && shell.options[OPTION_MONITOR])
        pid = -pid; /* the whole group */
    if (kill(pid, signal) < 0) {
        complain("kill: %s: %s", target, strerror(errno));
        return 1;
    }
    if (*target == '%' && signal != SIGCONT && signal != SIGKILL && signal != SIGSTOP)
        kill(pid, SIGCONT); /* a stopped job could not act upon the signal */
    return 0;
}

int run_kill(int count, char **arguments, int flags)
{
    (void)flags;
    int signal = SIGTERM, i = 1;
    if (count > 1 && strcmp(arguments[1], "-l") == 0)
        return list_signals(count > 2 ? arguments[2] : NULL);
    if (i < count && *arguments[i] == '-' && strcmp(arguments[i], "--") != 0) {
        const char *name = arguments[i] + 1;
        if (*name == 's' && !name[1] && i + 1 < count)
            name = arguments[++i];
        else if (*name == 's' && signal_number(name) < 0)
            name++;
        signal = signal_number(name);
        i++;
        if (signal < 0) {
            complain("kill: bad signal: %s", name);
            return 2;
        }
    }
    i += i < count && strcmp(arguments[i], "--") == 0;
    if (i >= count) {
        complain("kill: usage: kill [-SIGNAL] PID|%%JOB...");
        return 2;
    }
    int status = 0;
    for (; i < count; i++)
        status |= send(arguments[i], signal);
    return status;
}

int run_times(int count, char **arguments, int flags)
{
    (void)count, (void)arguments, (void)flags;
    struct tms used;
    times(&used);
    const clock_t ticks[] = {used.tms_utime, used.tms_stime, used.tms_cutime, used.tms_cstime};
    for (int i = 0; i < 4; i++)
        printf("%ldm%ld.%02lds%c", ticks[i] / 6000, ticks[i] / 100 % 60, ticks[i] % 100, i % 2 ? '\n' : ' ');
    return 0;
}
