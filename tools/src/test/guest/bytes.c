/* Prints the bytes of its first argument as numbers. */
#include <stdio.h>

int main(int argc, char *argv[])
{
    for (char *byte = argc > 1 ? argv[1] : ""; *byte; byte++)
        printf("%d ", (unsigned char)*byte);
    printf("\n");
    return 0;
}
