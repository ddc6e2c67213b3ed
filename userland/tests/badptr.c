/* Bad pointers, lengths and descriptors: no argument of a program harms the kernel. All calls go past the library,
 * straight to the kernel. For communication see badptr_ipc. */
#include "badptr.h"
#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>

static void reads_and_writes(void)
{
    prepare();
    send_byte(ends[1]);
    FOR_INPUT(syscall(SYS_write, ends[1], bad, 10));
    FOR_OUTPUT(syscall(SYS_read, ends[0], bad, 1));
    await_byte(ends[0]); /* nothing of it was consumed */

    struct iovec vector = {NULL, 1};
    FOR_INPUT((vector.iov_base = bad, syscall(SYS_writev, ends[1], &vector, 1)));
    FOR_LONG_INPUT(syscall(SYS_writev, ends[1], bad, 1));
    FOR_LONG_INPUT(syscall(SYS_readv, ends[0], bad, 1));
    send_byte(ends[1]);
    FOR_OUTPUT((vector.iov_base = bad, syscall(SYS_readv, ends[0], &vector, 1)));
}

static void descriptors(void)
{
    struct stat status;
    prepare();
    int lowest_free = dup(1);
    close(lowest_free);
    FOR_LONG_OUTPUT(syscall(SYS_pipe2, bad, 0));
    CHECK(on_qemu() || dup(1) == lowest_free); /* a failed pipe2 leaves no descriptor open */
    FOR_LONG_OUTPUT(syscall(SYS_fstat, ends[0], bad));
    FOR_LONG_OUTPUT(syscall(SYS_newfstatat, AT_FDCWD, "/", bad, 0));
    FOR_INPUT(syscall(SYS_newfstatat, AT_FDCWD, bad, &status, 0));
    FOR_INPUT(syscall(SYS_openat, AT_FDCWD, bad, O_RDONLY, 0));
    FOR_INPUT(syscall(SYS_readlinkat, AT_FDCWD, bad, &status, 10));
}

static void processes(void)
{
    prepare();
    char *arguments[] = {"program", NULL};
    FOR_INPUT(syscall(SYS_execve, bad, arguments, environ));
    FOR_LONG_INPUT(syscall(SYS_execve, "/", bad, environ));
    FOR_LONG_INPUT(syscall(SYS_execve, "/", arguments, bad));
    FOR_INPUT((arguments[0] = bad, syscall(SYS_execve, "/", arguments, environ)));
    FOR_LONG_OUTPUT(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, bad));
    FOR_LONG_INPUT(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, bad, NULL));
    FOR_LONG_OUTPUT(syscall(SYS_uname, bad));
}

static void do_nothing(void)
{
}

/* The child is gone before the kernel finds that it cannot tell how it ended. */
static void wait_status_pointers(void)
{
    prepare();
    start(do_nothing);
    CHECK_FAILS(syscall(SYS_wait4, -1, read_only, 0, NULL), EFAULT);
    CHECK_FAILS(wait(NULL), ECHILD);
    start(do_nothing);
    CHECK_FAILS(syscall(SYS_wait4, -1, NULL, 0, edge), EFAULT);
}

static void clocks(void)
{
    prepare();
    FOR_LONG_OUTPUT(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, bad));
    FOR_LONG_OUTPUT(syscall(SYS_gettimeofday, bad, NULL));
    FOR_LONG_INPUT(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, bad, NULL));
    if (on_qemu()) /* it does not look */
        return;
    FOR_LONG_OUTPUT(syscall(SYS_clock_getres, CLOCK_MONOTONIC, bad));
    FOR_LONG_INPUT(syscall(SYS_nanosleep, bad, NULL));
    CHECK_FAILS(syscall(SYS_nanosleep, NULL, NULL), EFAULT);
}

static void signals(void)
{
    prepare();
    FOR_LONG_INPUT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, bad, NULL, 8));
    FOR_LONG_OUTPUT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, bad, 8));
    FOR_LONG_INPUT(syscall(SYS_rt_sigaction, SIGUSR1, bad, NULL, 8));
    FOR_LONG_OUTPUT(syscall(SYS_rt_sigaction, SIGUSR1, NULL, bad, 8));
}

static void randomness(void)
{
    prepare();
    FOR_OUTPUT(syscall(SYS_getrandom, bad, 10, 0));
}

static void huge_lengths_fail_or_transfer_what_there_is(void)
{
    prepare();
    char buffer[4];
    send_byte(ends[1]);
    CHECK_FAILS(syscall(SYS_read, ends[0], buffer, 1UL << 62), EFAULT); /* beyond where programs can have memory */
    CHECK_FAILS(syscall(SYS_read, ends[0], buffer, -1L), EFAULT);
    CHECK_FAILS(syscall(SYS_write, ends[1], buffer, 1UL << 62), EFAULT);
    char *low = mmap((void *)0x10000000, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(on_qemu() || syscall(SYS_read, ends[0], low, 0x7ffff000L) == 1);
    struct iovec vectors[2] = {{buffer, 1UL << 63}, {buffer, 1}};
    CHECK_FAILS(syscall(SYS_writev, ends[1], vectors, 2), EINVAL);
    CHECK_FAILS(syscall(SYS_readv, ends[0], vectors, 2), EINVAL);
    CHECK_FAILS(syscall(SYS_writev, ends[1], vectors, 0x7fffffff), EINVAL);
    CHECK_FAILS(munmap((void *)PAGE, -1UL), EINVAL);
    CHECK_FAILS(mprotect(edge - PAGE + 1, -2UL * PAGE, PROT_READ), ENOMEM);
}

static void a_path_without_end_fails(void)
{
    prepare();
    memset(edge - PAGE + 1, '/', PAGE); /* the null byte would lie on the next page, which is not mapped */
    CHECK_FAILS(syscall(SYS_openat, AT_FDCWD, edge - 10, O_RDONLY, 0), EFAULT);
    CHECK_FAILS(syscall(SYS_execve, edge - 10, NULL, NULL), EFAULT);
}

static void a_system_call_that_does_not_exist_fails_with_enosys(void)
{
    CHECK_FAILS(syscall(9999), ENOSYS);
    CHECK_FAILS(syscall(-1), ENOSYS);
    CHECK_FAILS(syscall(0x7fffffffffffffff), ENOSYS);
}

int main(void)
{
    RUN(reads_and_writes);
    RUN(descriptors);
    RUN(processes);
    RUN(wait_status_pointers);
    RUN(clocks);
    RUN(signals);
    RUN(randomness);
    RUN(huge_lengths_fail_or_transfer_what_there_is);
    RUN(a_path_without_end_fails);
    RUN(a_system_call_that_does_not_exist_fails_with_enosys);
    return finish();
}
