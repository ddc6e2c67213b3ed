/* Two processes, each of which waits for the other to write. */
#include <unistd.h>

int main(void)
{
    int ends[2];
    char byte;
    pipe(ends);
    fork();
    return (int)read(ends[0], &byte, 1);
}
