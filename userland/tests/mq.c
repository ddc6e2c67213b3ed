/* POSIX message queues: names, order, limits, attributes. */
#include "posix_queue.h"
#include <dirent.h>
#include <limits.h>
#include <sys/syscall.h>

static void messages_come_out_by_priority_and_then_by_age(void)
{
    new_queue(8, 0);
    send_message("low", 1);
    send_message("high", 7);
    send_message("low again", 1);
    send_message("highest", 32767);
    send_message("high again", 7);
    send_message("lowest", 0);
    CHECK(attributes().mq_curmsgs == 6);
    CHECK(receives("highest", 32767));
    CHECK(receives("high", 7));
    CHECK(receives("high again", 7));
    CHECK(receives("low", 1));
    CHECK(receives("low again", 1));
    CHECK(receives("lowest", 0));
    CHECK(attributes().mq_curmsgs == 0);
}

static void a_message_may_be_empty_and_its_priority_unwanted(void)
{
    new_queue(2, 0);
    send_message("", 3);
    send_message("x", 2);
    CHECK(mq_receive(queue, text, SIZE, NULL) == 0);
    CHECK(mq_receive(queue, text, SIZE, NULL) == 1);
}

static void a_name_finds_the_queue_until_it_is_unlinked(void)
{
    new_queue(2, 0); /* sets the name */
    struct mq_attr wanted = {.mq_maxmsg = 3, .mq_msgsize = SIZE};
    CHECK_FAILS(mq_open(name, O_RDWR), ENOENT);
    CHECK_FAILS(mq_unlink(name), ENOENT);
    mqd_t one = mq_open(name, O_RDWR | O_CREAT, 0600, &wanted);
    mqd_t same = mq_open(name, O_RDONLY);
    CHECK(one >= 0 && same >= 0);
    CHECK(mq_open(name, O_RDWR | O_CREAT, 0600, &wanted) >= 0);
    CHECK_FAILS(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &wanted), EEXIST);
    CHECK(mq_send(one, "a", 1, 0) == 0);
    CHECK(mq_receive(same, text, SIZE, NULL) == 1);
    CHECK(mq_unlink(name) == 0);
    CHECK_FAILS(mq_open(name, O_RDWR), ENOENT);
    CHECK(mq_send(one, "b", 1, 0) == 0 && mq_receive(same, text, SIZE, NULL) == 1); /* those who have it open keep it */
    mqd_t other = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &wanted);
    CHECK(other >= 0 && mq_send(one, "c", 1, 0) == 0);
    queue = other;
    CHECK(attributes().mq_curmsgs == 0);
    CHECK(mq_unlink(name) == 0);
}

static void a_queue_outlives_its_processes(void)
{
    new_queue(2, 0);
    struct mq_attr wanted = {.mq_maxmsg = 3, .mq_msgsize = SIZE};
    pid_t child = fork();
    if (child == 0) {
        mqd_t own = mq_open(name, O_WRONLY | O_CREAT, 0600, &wanted);
        _exit(mq_send(own, "left behind", 11, 5) != 0);
    }
    CHECK(exit_status(child) == 0);
    queue = mq_open(name, O_RDONLY);
    CHECK(receives("left behind", 5));
    CHECK(mq_unlink(name) == 0);
}

static void names_that_cannot_be_fail(void)
{
    char longest[300] = "/";
    memset(longest + 1, 'n', 255);
    CHECK_FAILS(mq_open(longest, O_RDWR), ENOENT);
    longest[256] = 'n';
    CHECK_FAILS(mq_open(longest, O_RDWR), ENAMETOOLONG);
    CHECK_FAILS(mq_unlink(longest), ENAMETOOLONG);
    CHECK_FAILS(mq_open("/two/parts", O_RDWR | O_CREAT, 0600, NULL), EACCES);
    CHECK_FAILS(mq_unlink("/two/parts"), EACCES);
    CHECK_FAILS(mq_open("no-slash", O_RDWR | O_CREAT, 0600, NULL), EINVAL);
    if (!on_qemu()) /* which calls its own mq_open, for which a name needs a slash */
        CHECK_FAILS(syscall(SYS_mq_open, "", O_RDWR, 0, NULL), ENOENT);
    CHECK_FAILS(syscall(SYS_mq_open, (char *)8, O_RDWR, 0, NULL), EFAULT);
    CHECK_FAILS(syscall(SYS_mq_unlink, (char *)8), EFAULT);
}

static void attributes_that_cannot_be_fail_with_einval(void)
{
    long bad[][2] = {{0, 1}, {1, 0}, {-1, 1}, {1, -1}, {65537, 1}, {1, 16777217}, {LONG_MAX, LONG_MAX}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mq_attr wanted = {.mq_maxmsg = bad[i][0], .mq_msgsize = bad[i][1]};
        CHECK_FAILS(mq_open("/foal-bad", O_RDWR | O_CREAT, 0600, &wanted), EINVAL);
    }
    CHECK_FAILS(mq_open("/foal-bad", O_RDWR), ENOENT);
}

static void attributes_are_what_was_asked_for(void)
{
    new_queue(5, 0);
    struct mq_attr now = attributes();
    CHECK(now.mq_flags == 0 && now.mq_maxmsg == 5 && now.mq_msgsize == SIZE && now.mq_curmsgs == 0);
    struct mq_attr change = {.mq_flags = O_NONBLOCK, .mq_maxmsg = 77, .mq_msgsize = 77}, before;
    CHECK(mq_setattr(queue, &change, &before) == 0);
    CHECK(before.mq_flags == 0 && before.mq_maxmsg == 5);
    now = attributes();
    CHECK(now.mq_flags == O_NONBLOCK && now.mq_maxmsg == 5);
    CHECK(fcntl(queue, F_GETFL) & O_NONBLOCK);
    change.mq_flags = O_APPEND;
    CHECK_FAILS(mq_setattr(queue, &change, NULL), EINVAL);
    if (!on_qemu())
        CHECK_FAILS(syscall(SYS_mq_getsetattr, queue, NULL, (char *)8), EFAULT);
}

static void without_attributes_a_queue_holds_10_messages_of_8192_bytes(void)
{
    sprintf(name, "/foal-test-%d", getpid());
    queue = mq_open(name, O_RDWR | O_CREAT, 0600, NULL);
    CHECK(queue >= 0 && mq_unlink(name) == 0);
    CHECK(attributes().mq_maxmsg == 10 && attributes().mq_msgsize == 8192);
}

static void sizes_and_priorities_are_limited(void)
{
    char large[SIZE + 1] = {0};
    new_queue(2, 0);
    CHECK_FAILS(mq_send(queue, large, SIZE + 1, 0), EMSGSIZE);
    CHECK(mq_send(queue, large, SIZE, 0) == 0);
    CHECK_FAILS(mq_receive(queue, large, SIZE - 1, NULL), EMSGSIZE);
    CHECK_FAILS(mq_send(queue, large, 1, 32768), EINVAL);
    CHECK_FAILS(mq_send(queue, large, 1, -1), EINVAL);
    CHECK(attributes().mq_curmsgs == 1);
}

static void the_memory_of_queues_is_limited(void)
{
    struct mq_attr wanted = {.mq_maxmsg = 65000, .mq_msgsize = 8192};
    CHECK(mq_open("/foal-large", O_RDWR | O_CREAT, 0600, &wanted) == -1);
    int error = errno;
    CHECK(error == EMFILE || (on_qemu() && error == EINVAL)); /* there, it may not be root who asks */
    CHECK_FAILS(mq_open("/foal-large", O_RDWR), ENOENT);
}

static void a_full_or_empty_queue_fails_with_eagain_if_it_must_not_block(void)
{
    new_queue(2, O_NONBLOCK);
    CHECK_FAILS(mq_receive(queue, text, SIZE, NULL), EAGAIN);
    send_message("a", 0);
    send_message("b", 0);
    CHECK_FAILS(mq_send(queue, "c", 1, 9), EAGAIN);
    CHECK(receives("a", 0));
    send_message("d", 1);
    CHECK(receives("d", 1) && receives("b", 0));
}

static void what_is_no_queue_fails_with_ebadf(void)
{
    struct mq_attr now;
    int ends[2];
    CHECK(pipe(ends) == 0);
    int bad[] = {-1, 999, ends[1]};
    for (int i = 0; i < 3; i++) {
        CHECK_FAILS(mq_send(bad[i], "x", 1, 0), EBADF);
        CHECK_FAILS(mq_receive(bad[i], text, SIZE, NULL), EBADF);
        CHECK_FAILS(mq_getattr(bad[i], &now), EBADF);
    }
    new_queue(2, 0);
    mq_close(queue);
    CHECK_FAILS(mq_send(queue, "x", 1, 0), EBADF);
}

static void a_queue_is_used_as_it_was_opened(void)
{
    struct mq_attr wanted = {.mq_maxmsg = 2, .mq_msgsize = SIZE};
    sprintf(name, "/foal-test-%d", getpid());
    mqd_t writer = mq_open(name, O_WRONLY | O_CREAT, 0600, &wanted), reader = mq_open(name, O_RDONLY);
    CHECK(mq_unlink(name) == 0);
    CHECK_FAILS(mq_send(reader, "x", 1, 0), EBADF);
    CHECK_FAILS(mq_receive(writer, text, SIZE, NULL), EBADF);
    CHECK(fcntl(writer, F_GETFD) == FD_CLOEXEC);
}

static void bad_pointers_fail_with_efault(void)
{
    char *bad = (char *)8;
    new_queue(2, 0);
    CHECK_FAILS(mq_send(queue, bad, 1, 0), EFAULT);
    CHECK_FAILS(mq_timedsend(queue, "x", 1, 0, (struct timespec *)bad), EFAULT);
    CHECK(attributes().mq_curmsgs == 0);
    send_message("lost", 0);
    CHECK_FAILS(mq_receive(queue, bad, SIZE, NULL), EFAULT);
    CHECK(attributes().mq_curmsgs == 0); /* the message is gone all the same */
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, (struct timespec *)bad), EFAULT);
}

static void read_as_a_file_a_queue_tells_of_itself(void)
{
    char line[200] = "";
    new_queue(4, 0);
    send_message("12345", 0);
    send_message("678", 0);
    CHECK(read(queue, line, sizeof line) > 0);
    CHECK(strncmp(line, "QSIZE:8 ", 8) == 0 && strstr(line, "NOTIFY:0") && strstr(line, "NOTIFY_PID:0"));
    CHECK(read(queue, line, sizeof line) == 0);
    struct stat status;
    CHECK(fstat(queue, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0777) == 0600);
    CHECK(status.st_size == 80);
}

static int is_listed(const char *wanted)
{
    int found = 0;
    DIR *folder = opendir("/dev/mqueue");
    if (!folder)
        skip("no /dev/mqueue");
    for (struct dirent *entry; (entry = readdir(folder)); )
        found |= strcmp(entry->d_name, wanted) == 0;
    closedir(folder);
    return found;
}

static void queues_are_files_of_dev_mqueue(void)
{
    char path[80], line[200] = "";
    struct stat status;
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = SIZE};
    sprintf(name, "/foal-test-%d", getpid());
    if (access("/dev/mqueue", X_OK) != 0)
        skip("no /dev/mqueue");
    queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0640, &attributes);
    CHECK(queue >= 0);
    send_message("hello", 0);
    sprintf(path, "/dev/mqueue%s", name);
    CHECK(is_listed(name + 1));
    CHECK(stat(path, &status) == 0 && status.st_size == 80 && status.st_mode == (S_IFREG | 0640) && status.st_nlink == 1);
    int fd = open(path, O_RDONLY);
    CHECK(read(fd, line, sizeof line) > 0 && strncmp(line, "QSIZE:5 ", 8) == 0);
    CHECK(receives("hello", 0));
    CHECK(chmod(path, 0400) == 0 && fstat(queue, &status) == 0 && status.st_mode == (S_IFREG | 0400));
    CHECK_FAILS(rename(path, "/dev/mqueue/other"), EPERM);
    CHECK_FAILS(mkdir("/dev/mqueue/folder", 0700), EPERM);
    CHECK(unlink(path) == 0);
    CHECK(!is_listed(name + 1));
    CHECK_FAILS(mq_open(name, O_RDWR), ENOENT);
    send_message("still there", 0);
    CHECK(receives("still there", 0));
}

int main(void)
{
    RUN(messages_come_out_by_priority_and_then_by_age);
    RUN(a_message_may_be_empty_and_its_priority_unwanted);
    RUN(a_name_finds_the_queue_until_it_is_unlinked);
    RUN(a_queue_outlives_its_processes);
    RUN(names_that_cannot_be_fail);
    RUN(attributes_that_cannot_be_fail_with_einval);
    RUN(attributes_are_what_was_asked_for);
    RUN(without_attributes_a_queue_holds_10_messages_of_8192_bytes);
    RUN(sizes_and_priorities_are_limited);
    RUN(the_memory_of_queues_is_limited);
    RUN(a_full_or_empty_queue_fails_with_eagain_if_it_must_not_block);
    RUN(what_is_no_queue_fails_with_ebadf);
    RUN(a_queue_is_used_as_it_was_opened);
    RUN(bad_pointers_fail_with_efault);
    RUN(read_as_a_file_a_queue_tells_of_itself);
    RUN(queues_are_files_of_dev_mqueue);
    return finish();
}
