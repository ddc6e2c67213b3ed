/* Each process forks two until the third generation; exit statuses carry the number of processes to the root. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int grow(int generation)
{
    int count = 1, status;
    if (generation == 3)
        return count;
    for (int i = 0; i < 2; i++)
        if (fork() == 0)
            _exit(grow(generation + 1));
    while (wait(&status) > 0)
        count += WEXITSTATUS(status);
    return count;
}

int main(void)
{
    printf("%d processes\n", grow(0));
    return 0;
}
