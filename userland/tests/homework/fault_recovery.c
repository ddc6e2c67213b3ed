/* A handler jumps out of a bad access, and tells which address it was. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static sigjmp_buf before;
static char *page;

static void recover(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("signal %s at the page + %ld\n", signal == SIGSEGV ? "SIGSEGV" : "?", (long)((char *)info->si_addr - page));
    siglongjmp(before, 1);
}

int main(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = recover;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &action, NULL);
    page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("read: %d\n", page[100]);
    if (sigsetjmp(before, 1) == 0) {
        *(volatile char *)(page + 100) = 1;
        printf("not reached\n");
    }
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
    page[100] = 7;
    printf("written: %d\n", page[100]);
    return 0;
}
