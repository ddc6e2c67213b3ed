/* hello: prints a greeting, its arguments and its process id
 *
 * Watch for: the program is machine code for a RISC-V CPU; everything it wants from the outside, the line on the
 * terminal included, it asks of the kernel with the instruction ecall. `foal strace hello` shows each such call.
 *
 * Change and try: print without the newline at the end. When does the text appear, and after which call?
 */
#include <stdio.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    printf("Hello from process %d\n", (int)getpid());
    for (int i = 1; i < argc; i++)
        printf("argument %d is \"%s\"\n", i, argv[i]);
    return 0;
}
