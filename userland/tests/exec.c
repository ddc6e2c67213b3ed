/* Turning a process into another program. The program that it starts is itself, told apart by its first argument. */
#include "check.h"
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static char *self;

/* Becomes this program again, in one of the roles below. An emulator of single processes cannot do it. */
static void become(char *const argv[], char *const envp[])
{
    execve(self, argv, envp);
    if (errno == ENOEXEC)
        skip("cannot run itself here");
    CHECK(!"execve returned");
    _exit(1);
}

static int run_as(char *role, char *const envp[])
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        become((char *[]){self, role, "two words", "", NULL}, envp);
    int status = exit_status(child);
    if (status == SKIPPED)
        _exit(SKIPPED);
    return status;
}

/* The roles: what the new program finds. */

static void find_arguments(int argc, char *argv[])
{
    CHECK(argc == 4);
    CHECK(strcmp(argv[0], self) == 0);
    CHECK(strcmp(argv[2], "two words") == 0);
    CHECK(strcmp(argv[3], "") == 0);
    CHECK(argv[4] == NULL);
}

static void find_environment(void)
{
    CHECK(getenv("COLOUR") && strcmp(getenv("COLOUR"), "chestnut") == 0);
    CHECK(environ[1] == NULL);
}

static void find_inherited_descriptors(void)
{
    CHECK(fcntl(10, F_GETFD) == 0);
    CHECK_FAILS(fcntl(11, F_GETFD), EBADF); /* was marked close-on-exec */
}

static void find_signals_as_left(void)
{
    struct sigaction ignored, handled;
    sigset_t blocked;
    CHECK(sigaction(SIGUSR1, NULL, &ignored) == 0 && ignored.sa_handler == SIG_IGN);
    CHECK(sigaction(SIGUSR2, NULL, &handled) == 0 && handled.sa_handler == SIG_DFL);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &blocked) == 0 && sigismember(&blocked, SIGTERM) == 1);
}

static void find_script(int argc, char *argv[])
{
    CHECK(argc == 4);
    CHECK(strcmp(argv[0], getenv("SELF")) == 0);
    CHECK(strcmp(argv[2], getenv("SCRIPT")) == 0);
    CHECK(strcmp(argv[3], "argument") == 0);
    CHECK(strcmp((char *)getauxval(AT_EXECFN), getenv("SCRIPT")) == 0);
}

static int play(int argc, char *argv[])
{
    if (strcmp(argv[1], "arguments") == 0)
        find_arguments(argc, argv);
    else if (strcmp(argv[1], "environment") == 0)
        find_environment();
    else if (strcmp(argv[1], "descriptors") == 0)
        find_inherited_descriptors();
    else if (strcmp(argv[1], "signals") == 0)
        find_signals_as_left();
    else if (strcmp(argv[1], "pid") == 0)
        CHECK(atoi(getenv("PID")) == getpid());
    else if (strcmp(argv[1], "script") == 0)
        find_script(argc, argv);
    else if (strcmp(argv[1], "wait") == 0) {
        send_byte(10);
        await_byte(11);
    } else
        return 5;
    return failures != 0;
}

static void arguments_reach_the_new_program(void)
{
    CHECK(run_as("arguments", environ) == 0);
}

static void the_environment_is_replaced(void)
{
    CHECK(run_as("environment", (char *[]){"COLOUR=chestnut", NULL}) == 0);
}

static void descriptors_stay_open_unless_marked(void)
{
    CHECK(dup3(1, 11, O_CLOEXEC) == 11);
    CHECK(dup2(1, 10) == 10);
    CHECK(run_as("descriptors", environ) == 0);
}

static void handler(int signal)
{
    (void)signal;
}

static void ignored_and_blocked_signals_stay_so_and_handlers_go(void)
{
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    signal(SIGUSR1, SIG_IGN);
    signal(SIGUSR2, handler);
    sigprocmask(SIG_BLOCK, &term, NULL);
    CHECK(run_as("signals", environ) == 0);
}

static void the_process_keeps_its_pid(void)
{
    char variable[20];
    pid_t child = fork();
    if (child == 0) {
        snprintf(variable, sizeof variable, "PID=%d", (int)getpid());
        become((char *[]){self, "pid", NULL}, (char *[]){variable, NULL});
    }
    int status = exit_status(child);
    if (status == SKIPPED)
        _exit(SKIPPED);
    CHECK(status == 0);
}

static char *no_arguments[] = {"program", NULL};

static void a_missing_program_fails_with_enoent(void)
{
    CHECK_FAILS(execve("/no/such/program", no_arguments, environ), ENOENT);
    CHECK_FAILS(execve("", no_arguments, environ), ENOENT);
}

static void a_file_used_as_a_folder_fails_with_enotdir(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/program", self);
    CHECK_FAILS(execve(path, no_arguments, environ), ENOTDIR);
}

static void a_folder_fails_with_eacces(void)
{
    CHECK_FAILS(execve("/", no_arguments, environ), EACCES);
}

static void too_long_a_path_fails_with_enametoolong(void)
{
    static char path[2 * PATH_MAX];
    for (size_t i = 0; i < sizeof path - 2; i += 2)
        memcpy(path + i, "/.", 2);
    CHECK_FAILS(execve(path, no_arguments, environ), ENAMETOOLONG);
}

/* A file with this text and these permissions; execve must say why it does not run it. */
static void check_file(const char *text, mode_t mode, int error)
{
    char path[40];
    snprintf(path, sizeof path, "/tmp/foal-exec-%d", (int)getpid());
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, mode);
    if (fd < 0)
        skip("cannot make files here");
    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    CHECK_FAILS(execve(path, no_arguments, environ), error);
    unlink(path);
}

static void a_file_that_is_no_program_fails_with_enoexec(void)
{
    check_file("just some text\n", 0755, ENOEXEC);
}

static void a_file_without_execute_permission_fails_with_eacces(void)
{
    check_file("#!/bin/sh\n", 0644, EACCES);
}

static void too_long_an_argument_fails_with_e2big(void)
{
    enum { LENGTH = 40 * PAGE }; /* Linux allows 32 pages for one string */
    char *argument = malloc(LENGTH);
    memset(argument, 'x', LENGTH - 1);
    argument[LENGTH - 1] = '\0';
    CHECK_FAILS(execve(self, (char *[]){self, argument, NULL}, environ), E2BIG);
}

static void a_failed_exec_leaves_the_process_as_it_was(void)
{
    int fd = fcntl(1, F_DUPFD_CLOEXEC, 10);
    CHECK_FAILS(execve("/no/such/program", no_arguments, environ), ENOENT);
    CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
}

static void check_script(const char *line, int expected)
{
    char path[40], own[PATH_MAX + 10], script[60];
    snprintf(path, sizeof path, "/tmp/foal-script-%d", (int)getpid());
    snprintf(own, sizeof own, "SELF=%s", self);
    snprintf(script, sizeof script, "SCRIPT=%s", path);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0755);
    CHECK(fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line));
    close(fd);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        execve(path, (char *[]){"name", "argument", NULL}, (char *[]){own, script, NULL});
        _exit(errno == ENOEXEC && expected != ENOEXEC ? SKIPPED : errno);
    }
    int status = exit_status(child);
    unlink(path);
    if (status == SKIPPED)
        skip("cannot run itself here");
    CHECK(status == expected);
}

static void a_script_is_run_by_its_interpreter(void)
{
    char line[PATH_MAX + 20];
    snprintf(line, sizeof line, "#! %s\tscript \nand more\n", self);
    check_script(line, 0);
}

static void a_script_without_an_interpreter_fails(void)
{
    check_script("#!/no/such/interpreter\n", ENOENT);
    check_script("#!\n", ENOEXEC);
    check_script("#!/\n", EACCES);
}

static void a_program_can_be_named_by_its_descriptor(void)
{
    int fd = open(self, O_RDONLY);
    CHECK(fd >= 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        syscall(SYS_execveat, fd, "", (char *[]){self, "environment", NULL}, (char *[]){"COLOUR=chestnut", NULL},
                AT_EMPTY_PATH);
        _exit(errno == ENOEXEC || errno == ENOSYS ? SKIPPED : 5);
    }
    int status = exit_status(child);
    if (status == SKIPPED)
        skip("cannot run itself here");
    CHECK(status == 0);
    CHECK_FAILS(syscall(SYS_execveat, fd, "", NULL, NULL, 0), ENOENT);
    CHECK_FAILS(syscall(SYS_execveat, 999, "", NULL, NULL, AT_EMPTY_PATH), EBADF);
    CHECK_FAILS(syscall(SYS_execveat, fd, "", NULL, NULL, 0x1), EINVAL);
    CHECK_FAILS(syscall(SYS_execveat, fd, "x", NULL, NULL, 0), ENOTDIR);
}

static char **initial_argv;

static void the_initial_stack_is_as_the_abi_has_it(void)
{
    CHECK((uintptr_t)(initial_argv - 1) % 16 == 0); /* argc lies there */
    CHECK(getauxval(AT_PAGESZ) == PAGE);
    CHECK(getauxval(AT_PHDR) != 0);
    CHECK(getauxval(AT_PHENT) == 56);
    CHECK(getauxval(AT_PHNUM) > 1);
    CHECK(getauxval(AT_ENTRY) != 0);
    CHECK(getauxval(AT_UID) == getuid());
    CHECK(strcmp((char *)getauxval(AT_EXECFN), self) == 0);

    const char *random = (const char *)getauxval(AT_RANDOM); /* sixteen bytes */
    CHECK(random != NULL);
    int nonzero = 0;
    for (int i = 0; i < 16; i++)
        nonzero += random[i] != 0;
    CHECK(nonzero > 0);
}

/* Makes a copy of this program under a name of its own. */
static void copy_self(const char *path)
{
    static char buffer[65536];
    int from = open(self, O_RDONLY), to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    CHECK(from >= 0 && to >= 0);
    for (ssize_t length; (length = read(from, buffer, sizeof buffer)) > 0; )
        CHECK(write(to, buffer, length) == length);
    close(from);
    close(to);
}

static char copy[60];
static int ready[2], go_on[2];

/* Runs the copy, which waits until it may end. */
static pid_t run_copy(void)
{
    CHECK(pipe(ready) == 0 && pipe(go_on) == 0);
    sprintf(copy, "/tmp/foal-exec-%d", getpid());
    copy_self(copy);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(ready[1], 10);
        dup2(go_on[0], 11);
        execve(copy, (char *[]){copy, "wait", NULL}, (char *[]){NULL});
        _exit(errno == ENOEXEC ? SKIPPED : 5);
    }
    close(ready[1]);
    char byte;
    if (read(ready[0], &byte, 1) != 1) {
        CHECK(unlink(copy) == 0);
        if (exit_status(child) == SKIPPED)
            skip("cannot run itself here");
        CHECK(!"the copy runs");
    }
    return child;
}

static void end_copy(pid_t child)
{
    send_byte(go_on[1]);
    CHECK(exit_status(child) == 0);
}

static void the_file_of_a_running_program_cannot_be_written(void)
{
    pid_t child = run_copy();
    CHECK_FAILS(open(copy, O_WRONLY), ETXTBSY);
    CHECK_FAILS(open(copy, O_RDWR), ETXTBSY);
    CHECK_FAILS(open(copy, O_RDONLY | O_TRUNC), ETXTBSY);
    CHECK_FAILS(truncate(copy, 0), ETXTBSY);
    int fd = open(copy, O_RDONLY);
    CHECK(fd >= 0);
    end_copy(child);
    CHECK(truncate(copy, 0) == 0 && unlink(copy) == 0);
}

static void a_file_that_is_open_for_writing_cannot_be_run(void)
{
    end_copy(run_copy());
    int fd = open(copy, O_WRONLY | O_APPEND);
    CHECK_FAILS(execve(copy, (char *[]){copy, "wait", NULL}, NULL), ETXTBSY);
    CHECK(close(fd) == 0 && unlink(copy) == 0);
}

static void exe_leads_to_the_program_whatever_its_name_is_now(void)
{
    pid_t child = run_copy();
    struct stat before, after;
    char link[60], target[100] = "", moved[60], expected[80];
    CHECK(stat(copy, &before) == 0);
    sprintf(link, "/proc/%d/exe", child);
    sprintf(moved, "%s-moved", copy);
    CHECK(rename(copy, moved) == 0);
    CHECK(readlink(link, target, sizeof target) > 0 && strcmp(target, moved) == 0);
    CHECK(unlink(moved) == 0);
    sprintf(expected, "%s (deleted)", moved);
    CHECK(readlink(link, target, sizeof target) > 0 && strcmp(target, expected) == 0);
    CHECK(stat(link, &after) == 0 && after.st_ino == before.st_ino && after.st_size == before.st_size);
    CHECK_FAILS(open(link, O_RDWR), ETXTBSY);
    int fd = open(link, O_RDONLY);
    CHECK(read(fd, target, 4) == 4 && memcmp(target, "\177ELF", 4) == 0);
    end_copy(child);
}

static void auxv_is_the_auxiliary_vector(void)
{
    unsigned long pairs[64];
    int fd = open("/proc/self/auxv", O_RDONLY);
    ssize_t length = read(fd, pairs, sizeof pairs);
    CHECK(length > 0 && length % 16 == 0 && pairs[length / 8 - 2] == AT_NULL);
    int entries = 0;
    for (int i = 0; i < length / 8; i += 2)
        entries += pairs[i] == AT_ENTRY && pairs[i + 1] == getauxval(AT_ENTRY);
    CHECK(entries == 1);
}

int main(int argc, char *argv[])
{
    self = argv[0];
    initial_argv = argv;
    if (argc > 1)
        return play(argc, argv);

    RUN(arguments_reach_the_new_program);
    RUN(the_environment_is_replaced);
    RUN(descriptors_stay_open_unless_marked);
    RUN(ignored_and_blocked_signals_stay_so_and_handlers_go);
    RUN(the_process_keeps_its_pid);
    RUN(a_missing_program_fails_with_enoent);
    RUN(a_file_used_as_a_folder_fails_with_enotdir);
    RUN(a_folder_fails_with_eacces);
    RUN(too_long_a_path_fails_with_enametoolong);
    RUN(a_file_that_is_no_program_fails_with_enoexec);
    RUN(a_file_without_execute_permission_fails_with_eacces);
    RUN(too_long_an_argument_fails_with_e2big);
    RUN(a_failed_exec_leaves_the_process_as_it_was);
    RUN(a_script_is_run_by_its_interpreter);
    RUN(a_script_without_an_interpreter_fails);
    RUN(a_program_can_be_named_by_its_descriptor);
    RUN(the_initial_stack_is_as_the_abi_has_it);
    RUN(the_file_of_a_running_program_cannot_be_written);
    RUN(a_file_that_is_open_for_writing_cannot_be_run);
    RUN(exe_leads_to_the_program_whatever_its_name_is_now);
    RUN(auxv_is_the_auxiliary_vector);
    return finish();
}
