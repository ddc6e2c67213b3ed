/* fault: processes do what they must not, and each dies alone
 *
 * Watch for: every access is checked against the page tables of the process. A page has its own permissions for
 * reading, writing and executing; no page is both writable and executable. The CPU traps, the kernel finds no mapping
 * that would allow the access and kills this process with SIGSEGV. Its parent learns of that and goes on.
 *
 * Change and try: make the data executable with mprotect first; overflow the stack by endless recursion; jump to an
 * address that is no instruction (the signal is another one); a handler for SIGSEGV.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The volatile variables keep the compiler from noticing, and from doing something clever about it. */

/* Page 0 is never mapped, so that this mistake is found. */
static void dereference_null(void)
{
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
}

static void write_to_own_code(void)
{
    void (*volatile function)(void) = write_to_own_code;
    *(volatile int *)function = 0;
}

static void run_data(void)
{
    static const unsigned int return_instruction = 0x00008067; /* ret */
    void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(data, &return_instruction, sizeof return_instruction);
    void (*volatile function)(void) = (void (*)(void))data;
    function();
}

static const struct {
    const char *what;
    void (*mistake)(void);
} mistakes[] = {
    {"dereferences null", dereference_null},
    {"writes to its own code", write_to_own_code},
    {"runs data as code", run_data},
};

int main(void)
{
    int survivors = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 1;
        }
        if (child == 0) {
            mistakes[i].mistake();
            _exit(0); /* reached only if nothing stopped it */
        }
        int status;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) {
            printf("a child %s: killed by signal %d (%s)\n", mistakes[i].what, WTERMSIG(status),
                   strsignal(WTERMSIG(status)));
        } else {
            printf("a child %s: nothing happened\n", mistakes[i].what);
            survivors++;
        }
    }
    printf("the parent is well\n");
    return survivors;
}
