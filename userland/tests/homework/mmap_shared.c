/* Memory without a file, shared with a child; and private memory, which is not. */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int *private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || private == MAP_FAILED)
        return 1;
    *shared = *private = 1;
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            __atomic_fetch_add(shared, 10, __ATOMIC_SEQ_CST);
            *private += 10;
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("shared %d, private %d\n", *shared, *private);
    return munmap(shared, 4096) + munmap(private, 4096);
}
