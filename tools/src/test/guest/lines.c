/* Tells what each read of standard input returns, until its end. The argument is the size of the buffer. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    static char buffer[1 << 17];
    size_t size = argc > 1 ? atoi(argv[1]) : sizeof buffer;
    ssize_t count;
    while ((count = read(0, buffer, size)) > 0)
        printf("%d bytes, the last is %d\n", (int)count, buffer[count - 1]);
    printf("end: %d\n", (int)count);
    return 0;
}
