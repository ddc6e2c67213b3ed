/* Dies in a function that main calls: of a store to an address that is not there, or by abort. */
#include <stdlib.h>
#include <string.h>

static __attribute__((noinline)) void store(volatile int *where)
{
    *where = 1;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "abort") == 0)
        abort();
    store((volatile int *)0x18);
    return 0;
}
