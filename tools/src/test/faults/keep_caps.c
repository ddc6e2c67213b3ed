#include "check.h"
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>

/* capabilities(7): what becomes of them when the user changes and when another program runs. */

static struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
static struct __user_cap_data_struct data[2];

static unsigned permitted(void) { syscall(SYS_capget, &header, data); return data[0].permitted; }
static unsigned effective(void) { syscall(SYS_capget, &header, data); return data[0].effective; }

static void in_child(void (*test)(void))
{
    if (fork() == 0) { test(); exit(failures != 0); }
    int status; wait(&status);
    failures += WEXITSTATUS(status);
}

static void leaving_root(void)
{
    CHECK("seteuid(1000)", CALL(seteuid(1000)), 0);
    CHECK("nothing is effective", effective(), 0);
    CHECK("it stays permitted", permitted() != 0, 1);
    CHECK("seteuid(0)", CALL(seteuid(0)), 0);
    CHECK("it is effective again", effective() == permitted(), 1);
    CHECK("setuid(1000)", CALL(setuid(1000)), 0);
    CHECK("nothing is permitted", permitted(), 0);
    CHECK("setuid(0)", CALL(setuid(0)), -EPERM);
}

static void keeping(void)
{
    CHECK("PR_SET_KEEPCAPS of 2", CALL(prctl(PR_SET_KEEPCAPS, 2)), -EINVAL);
    prctl(PR_SET_KEEPCAPS, 1);
    CHECK("it is a securebit", prctl(PR_GET_SECUREBITS), SECBIT_KEEP_CAPS);
    setresuid(1000, 1000, 1000);
    CHECK("permitted ones are kept", permitted() != 0, 1);
    CHECK("effective ones are not", effective(), 0);
    data[0].effective = data[0].permitted = 1u << CAP_KILL | 1u << CAP_SETPCAP; data[1].effective = data[1].permitted = 0;
    data[0].inheritable = 1u << CAP_KILL;
    CHECK("capset", CALL(syscall(SYS_capset, &header, data)), 0);
    CHECK("who has CAP_KILL may signal root's process", CALL(kill(getppid(), 0)), 0);
    CHECK("ambient needs to be inheritable", CALL(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SETPCAP, 0, 0)), -EPERM);
    CHECK("PR_CAP_AMBIENT_RAISE", CALL(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)), 0);
    CHECK("PR_CAP_AMBIENT_IS_SET", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_KILL, 0, 0), 1);
    char *next[] = { "keep_caps", "after exec", NULL };
    execv("/proc/self/exe", next);
    CHECK("execv", 1, 0);
}

static void after_exec(void)
{
    CHECK("the ambient one survives an execve", permitted(), 1u << CAP_KILL);
    CHECK("and is effective", effective(), 1u << CAP_KILL);
    CHECK("PR_GET_KEEPCAPS is over", prctl(PR_GET_KEEPCAPS), 0);
    CHECK("PR_CAP_AMBIENT_CLEAR_ALL", CALL(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)), 0);
    CHECK("it is gone", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_KILL, 0, 0), 0);
}

static void dropping(void)
{
    CHECK("PR_CAPBSET_DROP", CALL(prctl(PR_CAPBSET_DROP, CAP_KILL)), 0);
    CHECK("PR_CAPBSET_READ", prctl(PR_CAPBSET_READ, CAP_KILL), 0);
    CHECK("PR_CAPBSET_DROP of none", CALL(prctl(PR_CAPBSET_DROP, 64)), -EINVAL);
    CHECK("it is still permitted", permitted() >> CAP_KILL & 1, 1);
    char *next[] = { "keep_caps", "after drop", NULL };
    execv("/proc/self/exe", next);
    CHECK("execv", 1, 0);
}

static void locking(void)
{
    int locked = SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED;
    CHECK("PR_SET_SECUREBITS", CALL(prctl(PR_SET_SECUREBITS, locked)), 0);
    CHECK("a locked bit stays", CALL(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP_LOCKED)), -EPERM);
    CHECK("so does a lock", CALL(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)), -EPERM);
    setresuid(1000, 1000, 1000);
    CHECK("the user's change changes no capabilities", effective() == permitted() && effective() != 0, 1);
}

static void files(void)
{
    close(open("/tmp/of_root", O_CREAT | O_WRONLY, 0600));
    CHECK("setfsuid(1000)", syscall(SYS_setfsuid, 1000), 0);
    CHECK("a file of root's", CALL(open("/tmp/of_root", O_RDONLY)), -EACCES);
    CHECK("CAP_KILL is still there", effective() >> CAP_KILL & 1, 1);
    CHECK("CAP_DAC_OVERRIDE is not", effective() >> CAP_DAC_OVERRIDE & 1, 0);
    syscall(SYS_setfsuid, 0);
    CHECK("it comes back", effective() >> CAP_DAC_OVERRIDE & 1, 1);
    CHECK("the file opens", open("/tmp/of_root", O_RDONLY) >= 0, 1);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "after exec") == 0) {
        after_exec();
    } else if (argc > 1) {
        CHECK("what was dropped is not given to root's next program", permitted() >> CAP_KILL & 1, 0);
    } else {
        in_child(leaving_root);
        in_child(keeping);
        in_child(dropping);
        in_child(locking);
        in_child(files);
    }
    return failures != 0;
}
