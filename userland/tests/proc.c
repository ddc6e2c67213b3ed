/* /proc: what the kernel tells of processes, and of itself. */
#include "check.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

static char text[65536];

/* The whole of a small file. */
static const char *read_all(const char *path)
{
    int fd = open(path, O_RDONLY);
    CHECK(fd >= 0);
    size_t length = 0;
    ssize_t count;
    while ((count = read(fd, text + length, sizeof text - 1 - length)) > 0)
        length += count;
    CHECK(count == 0);
    text[length] = 0;
    close(fd);
    return text;
}

static const char *of(pid_t pid, const char *file)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return read_all(path);
}

static int has_line(const char *whole, const char *line)
{
    const char *found = strstr(whole, line);
    size_t length = strlen(line);
    return found != NULL && (found == whole || found[-1] == '\n') && (found[length] == '\n' || found[length] == 0);
}

static void self_is_the_process_that_looks(void)
{
    char target[32] = "";
    char own[32];
    snprintf(own, sizeof own, "%d", getpid());
    CHECK(readlink("/proc/self", target, sizeof target - 1) > 0);
    CHECK(on_qemu() || strcmp(target, own) == 0);
    pid_t child = fork();
    if (child == 0) {
        memset(target, 0, sizeof target);
        readlink("/proc/self", target, sizeof target - 1);
        snprintf(own, sizeof own, "%d", getpid());
        _exit(strcmp(target, own) != 0);
    }
    CHECK(exit_status(child) == 0);
}

static void stat_tells_parent_group_and_state(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        char byte;
        close(ends[1]);
        setpgid(0, 0);
        kill(getpid(), SIGSTOP);
        _exit(read(ends[0], &byte, 1));
    }
    close(ends[0]);
    int status;
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    char *rest = strrchr(of(child, "stat"), ')');
    CHECK(atoi(text) == child && rest != NULL && rest[2] == 'T');
    CHECK(strtol(rest + 4, &rest, 10) == getpid() && strtol(rest, &rest, 10) == child);
    kill(child, SIGCONT);
    close(ends[1]);
    do {
        rest = strrchr(of(child, "stat"), ')');
        sched_yield();
    } while (rest[2] != 'Z');
    CHECK(exit_status(child) == 0);
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/stat", child);
    CHECK_FAILS(open(path, O_RDONLY), ENOENT);
}

static void status_has_what_stat_has_in_words(void)
{
    char line[64];
    read_all("/proc/self/status");
    snprintf(line, sizeof line, "Pid:\t%d", getpid());
    CHECK(has_line(text, line));
    snprintf(line, sizeof line, "PPid:\t%d", getppid());
    CHECK(has_line(text, line));
    CHECK(strstr(text, "\nState:\tR (running)\n") != NULL);
    CHECK(strstr(text, "\nUid:\t0\t0\t0\t0\n") != NULL);
}

static void the_links_in_fd_lead_to_what_is_open(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    char path[64], target[64] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[1]);
    CHECK(readlink(path, target, sizeof target - 1) > 0);
    CHECK(strncmp(target, "pipe:[", 6) == 0);
    int again = open(path, O_WRONLY);
    CHECK(again >= 0);
    CHECK(write(again, "through", 7) == 7);
    char word[8] = "";
    CHECK(read(ends[0], word, 7) == 7 && strcmp(word, "through") == 0);
    close(again);
    close(ends[1]);
    CHECK_FAILS(readlink(path, target, sizeof target), ENOENT);
}

static void a_pipe_without_a_writer_is_opened_again_at_once(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    CHECK(write(ends[1], "left", 4) == 4);
    close(ends[1]);
    char path[64], word[8] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    int again = open(path, O_RDONLY);
    CHECK(again >= 0);
    CHECK(read(again, word, 8) == 4 && strcmp(word, "left") == 0);
    CHECK(read(again, word, 8) == 0);
}

static void fd_lists_the_open_descriptors_and_no_others(void)
{
    int fd = open("/dev/null", O_RDONLY);
    char wanted[16];
    snprintf(wanted, sizeof wanted, "%d", fd);
    DIR *directory = opendir("/proc/self/fd");
    CHECK(directory != NULL);
    int found = 0;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        struct stat status;
        char path[300];
        snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
        CHECK(lstat(path, &status) == 0);
        found += strcmp(entry->d_name, wanted) == 0;
    }
    CHECK(found == 1);
    closedir(directory);
}

static void a_deleted_file_is_still_there_through_its_descriptor(void)
{
    int fd = open("proc-deleted", O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0 && write(fd, "kept", 4) == 4);
    CHECK(unlink("proc-deleted") == 0);
    char path[64], target[300] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    CHECK(readlink(path, target, sizeof target - 1) > 0);
    CHECK(strstr(target, "proc-deleted (deleted)") != NULL);
    int again = open(path, O_RDONLY);
    char word[5] = "";
    CHECK(again >= 0 && read(again, word, 4) == 4 && strcmp(word, "kept") == 0);
}

static void the_command_line_ends_each_word_with_a_nul(void)
{
    int fd = open("/proc/self/cmdline", O_RDONLY);
    ssize_t length = read(fd, text, sizeof text);
    CHECK(length > 1 && text[length - 1] == 0);
}

static void maps_show_the_stack_and_what_was_mapped(void)
{
    char *page = mmap((void *)0x20000000, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    CHECK(page == (char *)0x20000000);
    read_all("/proc/self/maps");
    CHECK(strstr(text, "[stack]") != NULL);
    CHECK(strstr(text, "20000000-20001000 r--p 00000000 00:00 0") != NULL);
}

static void a_thread_can_be_renamed_through_comm(void)
{
    int fd = open("/proc/self/comm", O_RDWR);
    CHECK(fd >= 0 && write(fd, "renamed\n", 8) == 8);
    CHECK(on_qemu() || strcmp(read_all("/proc/self/comm"), "renamed\n") == 0);
    CHECK(on_qemu() || strstr(read_all("/proc/self/stat"), "(renamed)") != NULL);
}

static void cwd_is_the_working_directory(void)
{
    char here[300], there[300] = "";
    CHECK(chdir("/tmp") == 0);
    CHECK(getcwd(here, sizeof here) != NULL);
    CHECK(readlink("/proc/self/cwd", there, sizeof there - 1) > 0);
    CHECK(strcmp(here, there) == 0);
}

static void the_system_tells_about_itself(void)
{
    CHECK(strncmp(read_all("/proc/meminfo"), "MemTotal:", 9) == 0 && atol(text + 9) > 1000);
    CHECK(strstr(read_all("/proc/cpuinfo"), "processor\t: 0") != NULL);
    CHECK(strncmp(read_all("/proc/version"), "Linux version ", 14) == 0);
    CHECK(strncmp(read_all("/proc/stat"), "cpu ", 4) == 0);
    CHECK(strchr(read_all("/proc/uptime"), '.') != NULL);
    CHECK(atol(read_all("/proc/sys/kernel/pid_max")) >= 32768);
    CHECK(strstr(read_all("/proc/mounts"), "/proc proc ") != NULL);
}

/* Reads the columns of the line of a table whose second column is the id. */
static int find_row(const char *path, int id, long columns[20])
{
    char *rest;
    for (char *line = strtok_r((char *)read_all(path), "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        int count = 0;
        for (char *word = line, *end; count < 20 && (columns[count] = strtol(word, &end, 10), end > word); word = end)
            count++;
        if (count > 2 && columns[1] == id)
            return count;
    }
    return 0;
}

static void sysvipc_lists_the_objects_that_there_are(void)
{
    long row[20];
    struct { long type; char text[5]; } message = {1, "12345"};
    int shm = shmget(IPC_PRIVATE, 5000, IPC_CREAT | 0640), msg = msgget(IPC_PRIVATE, 0600), sem = semget(IPC_PRIVATE, 3, 0604);
    char *memory = shmat(shm, NULL, 0);
    memory[0] = 1;
    CHECK(msgsnd(msg, &message, 5, 0) == 0);
    CHECK(find_row("/proc/sysvipc/shm", shm, row) == 16 && row[0] == IPC_PRIVATE && row[2] == 640 && row[3] == 5000);
    CHECK(row[4] == getpid() && row[5] == getpid() && row[6] == 1 && row[7] == geteuid() && row[14] == PAGE);
    CHECK(find_row("/proc/sysvipc/msg", msg, row) == 14 && row[2] == 600 && row[3] == 5 && row[4] == 1);
    CHECK(row[5] == getpid() && row[6] == 0);
    CHECK(find_row("/proc/sysvipc/sem", sem, row) == 10 && row[2] == 604 && row[3] == 3 && row[8] == 0 && row[9] > 0);
    CHECK(shmctl(shm, IPC_RMID, NULL) == 0 && find_row("/proc/sysvipc/shm", shm, row) == 16 && row[2] == 1640);
    CHECK(shmdt(memory) == 0 && msgctl(msg, IPC_RMID, NULL) == 0 && semctl(sem, 0, IPC_RMID) == 0);
    CHECK(find_row("/proc/sysvipc/shm", shm, row) == 0 && find_row("/proc/sysvipc/msg", msg, row) == 0
        && find_row("/proc/sysvipc/sem", sem, row) == 0);
}

static void nothing_in_proc_can_be_made_or_removed(void)
{
    CHECK(open("/proc/new", O_WRONLY | O_CREAT, 0600) == -1);
    CHECK(mkdir("/proc/new", 0700) == -1);
    CHECK(unlink("/proc/version") == -1);
    CHECK_FAILS(open("/proc/999999/stat", O_RDONLY), ENOENT);
    CHECK_FAILS(open("/proc/self/fd/01", O_RDONLY), ENOENT);
}

int main(void)
{
    RUN(self_is_the_process_that_looks);
    RUN(stat_tells_parent_group_and_state);
    RUN(status_has_what_stat_has_in_words);
    RUN(the_links_in_fd_lead_to_what_is_open);
    RUN(a_pipe_without_a_writer_is_opened_again_at_once);
    RUN(fd_lists_the_open_descriptors_and_no_others);
    RUN(a_deleted_file_is_still_there_through_its_descriptor);
    RUN(the_command_line_ends_each_word_with_a_nul);
    RUN(maps_show_the_stack_and_what_was_mapped);
    RUN(a_thread_can_be_renamed_through_comm);
    RUN(cwd_is_the_working_directory);
    RUN(the_system_tells_about_itself);
    RUN(sysvipc_lists_the_objects_that_there_are);
    RUN(nothing_in_proc_can_be_made_or_removed);
    return finish();
}
