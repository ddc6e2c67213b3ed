#include "check.h"
#include <elf.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/procfs.h>
#include <sys/resource.h>
/* What a signal leaves of a process: core(5). */
static char text[64] = "in the data";
static long limit(unsigned long bytes)
{
    struct rlimit r = { bytes, RLIM_INFINITY };
    return setrlimit(RLIMIT_CORE, &r);
}
static int die(void (*before)(void))
{
    int st;
    if (!fork()) { if (before) before(); abort(); }
    wait(&st);
    return st;
}
static void *wait_for_ever(void *a) { pause(); return a; }
static void make_a_thread(void)
{
    pthread_t t;
    pthread_create(&t, 0, wait_for_ever, 0);
    strcpy(text, "as it was at the end");
}
static void be_secret(void) { prctl(PR_SET_DUMPABLE, 0); }
static void be_another(void) { setegid(7); seteuid(7); }
static long size(const char *name) { struct stat s; return lstat(name, &s) ? -errno : s.st_size; }
/* The core as a debugger reads it. */
static void read_core(const char *name)
{
    int f = open(name, O_RDONLY), threads = 0, floats = 0, signal = 0, process = 0, vector = 0, files = 0;
    long length = size(name);
    char *all = mmap(0, length, PROT_READ, MAP_PRIVATE, f, 0), *data = 0;
    Elf64_Ehdr *h = (void *)all;
    Elf64_Phdr *p = (void *)(all + h->e_phoff);
    CHECK("an ELF core for RISC-V", !memcmp(all, ELFMAG, 4) && h->e_type == ET_CORE && h->e_machine == EM_RISCV, 1);
    CHECK("notes come first", p[0].p_type, PT_NOTE);
    for (char *n = all + p[0].p_offset; n < all + p[0].p_offset + p[0].p_filesz;) {
        Elf64_Nhdr *note = (void *)n;
        char *desc = n + sizeof *note + ((note->n_namesz + 3) & -4);
        CHECK("a note of CORE's", strcmp(n + sizeof *note, "CORE"), 0);
        switch (note->n_type) {
        case NT_PRSTATUS: threads++; CHECK("killed by SIGABRT", ((struct elf_prstatus *)desc)->pr_cursig, SIGABRT); break;
        case NT_PRFPREG: floats++; break;
        case NT_SIGINFO: signal = ((siginfo_t *)desc)->si_signo; break;
        case NT_PRPSINFO: process = ((struct elf_prpsinfo *)desc)->pr_ppid; break;
        case NT_AUXV: vector = note->n_descsz; break;
        case NT_FILE: files = *(long *)desc; break;
        }
        n = desc + ((note->n_descsz + 3) & -4);
    }
    CHECK("two threads", threads, 2); CHECK("with floating-point registers", floats, 2);
    CHECK("the signal", signal, SIGABRT); CHECK("the parent", process, getpid());
    CHECK("an auxiliary vector", vector > 16, 1); CHECK("mapped files", files > 0, 1);
    for (int i = 1; i < h->e_phnum; i++) {
        if (p[i].p_vaddr <= (long)text && (long)text < p[i].p_vaddr + p[i].p_filesz) data = all + p[i].p_offset + ((long)text - p[i].p_vaddr);
        if (p[i].p_offset + p[i].p_filesz > length) CHECK("a segment lies in the file", 0, 1);
        if (p[i].p_vaddr <= (long)die && (long)die < p[i].p_vaddr + p[i].p_memsz) CHECK("of the program's text only the header", p[i].p_filesz, 4096);
    }
    CHECK("the data are those of the end", data ? strcmp(data, "as it was at the end") : -1, 0);
    munmap(all, length); close(f);
}
int main(void)
{
    char b[64] = ""; struct stat s;
    mkdir("/tmp/core.test", 0777); chmod("/tmp/core.test", 0777); chdir("/tmp/core.test");
    CHECK("no core by default", !!WCOREDUMP(die(0)), 0); CHECK("nor a file", size("core"), -ENOENT);
    limit(RLIM_INFINITY);
    int st = die(make_a_thread);
    CHECK("killed by SIGABRT", WTERMSIG(st), SIGABRT); CHECK("WCOREDUMP", !!WCOREDUMP(st), 1);
    stat("core", &s);
    CHECK("the owner's only", s.st_mode & 07777, 0600);
    read_core("core");
    unlink("core"); symlink("/tmp/core.test/elsewhere", "core");
    CHECK("a link is replaced", !!WCOREDUMP(die(0)), 1); CHECK("not followed", size("elsewhere"), -ENOENT);
    lstat("core", &s); CHECK("by a file", S_ISREG(s.st_mode), 1);
    unlink("core"); mkdir("core", 0700);
    CHECK("a directory stays", !!WCOREDUMP(die(0)), 0);
    rmdir("core");
    CHECK("who is not dumpable", !!WCOREDUMP(die(be_secret)), 0); CHECK("who acts for another", !!WCOREDUMP(die(be_another)), 0);
    CHECK("leave none", size("core"), -ENOENT);
    limit(100);
    CHECK("none below a page", !!WCOREDUMP(die(0)), 0);
    limit(8192);
    CHECK("a limit cuts it off", !!WCOREDUMP(die(0)), 1); CHECK("there", size("core") <= 8192 && size("core") > 0, 1);
    limit(RLIM_INFINITY); unlink("core");
    int f = open("/proc/sys/kernel/core_pattern", O_RDWR);
    read(f, b, 63); CHECK("core_pattern", strcmp(b, "core\n"), 0);
    CHECK("no pipes", CALL(pwrite(f, "|/bin/cat", 9, 0)), -EINVAL);
    CHECK("another pattern", CALL(pwrite(f, "/tmp/core.test/%e.%s%%", 22, 0)), 0);
    CHECK("is used", !!WCOREDUMP(die(0)), 1);
    prctl(PR_GET_NAME, b); strcat(b, ".6%"); CHECK("for its name", size(b) > 4096, 1);
    CHECK("and the first restored", CALL(pwrite(f, "core\n", 5, 0)), 0);
    siginfo_t i;
    if (!fork()) *(volatile int *)8 = 1;
    waitid(P_ALL, 0, &i, WEXITED); CHECK("CLD_DUMPED", i.si_code, CLD_DUMPED); CHECK("of SIGSEGV", i.si_status, SIGSEGV);
    if (!fork()) raise(SIGTERM);
    wait(&st); CHECK("SIGTERM dumps none", st, SIGTERM);
    return failures != 0;
}
