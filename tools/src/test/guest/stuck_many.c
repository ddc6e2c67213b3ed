/* Many processes that read from one pipe, into which each of them could write and none does. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char byte;
    pipe(ends);
    for (int i = 0; i < 300; i++)
        if (fork() == 0)
            return (int)read(ends[0], &byte, 1);
    wait(0);
    return 0;
}
