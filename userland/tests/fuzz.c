/* Random system calls with hostile arguments, any number of them, the same for the same seed:
 *
 *     fuzz [SEED [CALLS]]
 *
 * A child makes some hundred calls, until it dies of one, or sleeps for too long; then everything that it has started
 * is killed, and the next child goes on. The test is whether the kernel is still there in the end.
 *
 * It sends signals to all processes and does what it can to the tree of files: it runs on Foal alone. */
#include "check.h"
#include <fcntl.h>
#include <stdint.h>
#include <sys/utsname.h>
#include <time.h>

#define CALLS_A_CHILD 500
#define POOL_PAGES 8
#define LAST_NUMBER 470    /* of Linux's calls */
#define FIRST_OWN 1000     /* of Foal's own */
#define LAST_OWN 1030
#define INTERRUPT_US 2000  /* after so long a blocked call is interrupted */
#define PATIENCE_MS 40     /* after so long a child is killed */

/* The calls that need care. */
enum {
    MKDIRAT = 34, SYMLINKAT = 36, EXIT = 93, EXIT_GROUP = 94, SETITIMER = 103, KILL = 129, TKILL = 130, TGKILL =
    131, RT_SIGACTION = 134, RT_SIGPROCMASK = 135, RT_SIGQUEUEINFO = 138, RT_SIGRETURN = 139, PRCTL = 167, MUNMAP =
    215, MREMAP = 216, CLONE = 220, EXECVE = 221, MMAP = 222, MPROTECT = 226, MADVISE = 233, RT_TGSIGQUEUEINFO =
    240, PRLIMIT64 = 261, EXECVEAT = 281, PIDFD_SEND_SIGNAL = 424, PIDFD_OPEN = 434, CLONE3 = 435,
};

static uint64_t state;
static long wanted = 20000;
static int parent;
static volatile long *made; /* calls of the present child; shared with the parent */
static char *pool;          /* pages that may be read and written, and behind them one that is not mapped */
static char *read_only;

static uint64_t random_bits(void)
{
    state += 0x9e3779b97f4a7c15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t below(uint64_t limit)
{
    return random_bits() % limit;
}

/* ---- arguments ----------------------------------------------------------------------------------------------- */

static const char *const paths[] = {
    "", ".", "..", "/", "/tmp", "/tmp/fuzz", "/tmp/fuzz/a", "/tmp/fuzz/b", "/tmp/fuzz/a/c", "/tmp/fuzz/loop", "fuzz", "a", "b",
    "/dev/null", "/dev/zero", "/dev/tty", "/dev/shm/a", "/proc/self/maps", "/proc/self/fd/3", "/proc/self/stat",
    "/proc/1/status", "/proc/meminfo", "/proc/self/fd", "/proc/self/cwd/a", "/proc/self/exe",
    "/proc/self/auxv", "/proc/sysvipc/msg", "/dev/mqueue", "/dev/mqueue/a", "/bin", "/bin/hello", "a/", "a//b/../c/.",
};

#define STRING_SPACE 64
#define STRINGS (sizeof paths / sizeof *paths)

/* The pool begins with strings; one of 10,000 bytes is behind them, and one without an end is at the pool's end. */
static void fill_pool(void)
{
    for (size_t i = 0; i < POOL_PAGES * PAGE / sizeof(uint64_t); i++)
        ((uint64_t *)pool)[i] = random_bits();
    for (size_t i = 0; i < STRINGS; i++)
        strcpy(pool + i * STRING_SPACE, paths[i]);
    char *lengthy = pool + PAGE;
    memset(lengthy, 'x', 10000);
    for (int i = 100; i < 10000; i += 100)
        lengthy[i] = '/';
    lengthy[10000] = 0;
    memset(pool + POOL_PAGES * PAGE - 32, 'y', 32);
}

static uint64_t pointer(void)
{
    uint64_t anywhere = (uint64_t)pool + below(POOL_PAGES * PAGE);
    switch (below(12)) {
    case 0: return 0;
    case 1: return 8;
    case 2: return (uint64_t)pool + POOL_PAGES * PAGE - below(64);
    case 3: return (uint64_t)read_only + below(PAGE);
    case 4: return random_bits();
    case 5: return -(uint64_t)below(PAGE);
    case 6: return (uint64_t)&fill_pool & -8;
    case 7: return (uint64_t)pool + PAGE; /* the long string */
    case 8: return anywhere;
    case 9: return (uint64_t)pool + POOL_PAGES * PAGE - 8 * below(16);
    default: return anywhere & -16;
    }
}

static uint64_t path(void)
{
    return (uint64_t)pool + below(STRINGS) * STRING_SPACE;
}

static uint64_t number(void)
{
    switch (below(8)) {
    case 0: return below(8);
    case 1: return -1 - below(3);
    case 2: return 1ull << below(64);
    case 3: return (1ull << below(64)) - 1;
    case 4: return below(256);
    case 5: return PAGE * below(64);
    case 6: return -100; /* AT_FDCWD */
    default: return random_bits() >> below(64);
    }
}

static uint64_t argument(void)
{
    switch (below(6)) {
    case 0: return pointer();
    case 1: return path();
    case 2: return below(24); /* a descriptor, most likely */
    case 3: return (uint64_t)pool + PAGE * 4 + 16 * below(128);
    default: return number();
    }
}

/* Random words in the pool, pointers among them, make structs of any kind. */
static void stir(void)
{
    uint64_t *words = (uint64_t *)(pool + 4 * PAGE);
    for (int i = 0; i < 64; i++)
        words[below(256)] = argument();
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

/* What ends the child or leads it astray is wanted now and then, not all the time. */
static int is_deadly(long nr)
{
    switch (nr) {
    case EXIT: case EXIT_GROUP: case RT_SIGRETURN: case EXECVE: case CLONE: case MUNMAP:
    case MPROTECT: case 281: /* execveat */ case 435: /* clone3 */ case 216: /* mremap */ case MMAP: case PRLIMIT64:
    case KILL: case TKILL: case TGKILL: case 233: /* madvise */ case RT_SIGPROCMASK: case RT_SIGACTION:
        return 1;
    default:
        return 0;
    }
}

/* The parent alone is not to be harmed: it counts. */
static int would_harm_the_parent(long nr, const uint64_t *a)
{
    int pid = (int)a[0];
    int second = (int)a[1];
    switch (nr) {
    case KILL: case 138: /* rt_sigqueueinfo */ return pid == parent || pid == -1 || pid == -parent;
    case TKILL: return pid == parent;
    case TGKILL: case 240: /* rt_tgsigqueueinfo */ return second == parent;
    case PRLIMIT64: return pid == parent;
    case 424: /* pidfd_send_signal */ case 434: /* pidfd_open */ return pid == parent;
    default: return 0;
    }
}

static long raw_call(long nr, const uint64_t *a)
{
    register long a0 asm("a0") = a[0];
    register long a1 asm("a1") = a[1];
    register long a2 asm("a2") = a[2];
    register long a3 asm("a3") = a[3];
    register long a4 asm("a4") = a[4];
    register long a5 asm("a5") = a[5];
    register long a7 asm("a7") = nr;
    asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7) : "memory");
    return a0;
}

static void make_a_call(void)
{
    long nr = below(20) == 0 ? FIRST_OWN + (long)below(LAST_OWN - FIRST_OWN) : (long)below(LAST_NUMBER);
    if (is_deadly(nr) && below(30) != 0)
        return;
    uint64_t arguments[6];
    for (int i = 0; i < 6; i++)
        arguments[i] = argument();
    if (below(64) == 0)
        stir();
    if (would_harm_the_parent(nr, arguments))
        return;
    ++*made;
    raw_call(nr, arguments);
}

static void be_interrupted(int signal)
{
    (void)signal;
}

/* A child begins with a few descriptors of several kinds, none of them the parent's. */
static void open_descriptors(void)
{
    for (int fd = 0; fd < 32; fd++)
        close(fd);
    int ends[2];
    for (int i = 0; i < 3; i++)
        if (pipe(ends) < 0)
            _exit(1);
    syscall(MKDIRAT, AT_FDCWD, "/tmp/fuzz", 0700);
    syscall(SYMLINKAT, "/tmp/fuzz/loop", AT_FDCWD, "/tmp/fuzz/loop");
    open("/tmp/fuzz/a", O_RDWR | O_CREAT, 0600);
    open("/tmp/fuzz", O_RDONLY | O_DIRECTORY);
    open("/bin/hello", O_RDONLY);
    open("/dev/null", O_RDWR);
    fcntl(0, F_SETFL, O_NONBLOCK);
}

static void child(void)
{
    setsid();
    open_descriptors();
    fill_pool();
    stir();
    struct sigaction action = {.sa_handler = be_interrupted};
    sigaction(SIGALRM, &action, NULL);
    long often[] = {0, INTERRUPT_US, 0, INTERRUPT_US}; /* struct itimerval */
    syscall(SETITIMER, 0, often, NULL);
    while (*made < CALLS_A_CHILD)
        make_a_call();
    _exit(0);
}

/* ---- the parent ---------------------------------------------------------------------------------------------- */

static void kill_everything(void)
{
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        ;
}

static void await_end(pid_t pid)
{
    struct timespec moment = {0, 1000000};
    for (int i = 0; i < PATIENCE_MS; i++) {
        nanosleep(&moment, NULL);
        if (waitpid(pid, NULL, WNOHANG) != 0)
            return;
    }
}

/* Makes calls until there are enough of them, or memory has run out. @return how many */
static long make_calls(void)
{
    long total = 0;
    parent = getpid();
    syscall(PRCTL, 36 /* PR_SET_CHILD_SUBREAPER */, 1, 0, 0, 0);
    while (total < wanted) {
        *made = 0;
        uint64_t seed = random_bits();
        pid_t pid = fork();
        if (pid == 0) {
            state = seed;
            child();
        }
        if (pid < 0)
            break;
        await_end(pid);
        kill_everything();
        total += *made < CALLS_A_CHILD ? *made : CALLS_A_CHILD;
    }
    return total;
}

int main(int argc, char **argv)
{
    const char *test = "the_kernel_survives_calls_with_hostile_arguments";
    struct utsname name;
    uname(&name);
    if (strstr(name.release, "foal") == NULL) {
        printf("it would kill every process of a real machine\nskip %s\n", test);
        return 0;
    }
    state = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;
    wanted = argc > 2 ? strtol(argv[2], NULL, 0) : wanted;
    made = shared_memory(PAGE);
    pool = mmap(NULL, (POOL_PAGES + 3) * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(pool + POOL_PAGES * PAGE, PAGE);
    read_only = pool + (POOL_PAGES + 1) * PAGE;
    mprotect(read_only, PAGE, PROT_READ);
    long total = make_calls();
    CHECK(total > 0);
    printf("%ld calls\n%s %s\n", total, failures == 0 ? "ok" : "not ok", test);
    return finish();
}
