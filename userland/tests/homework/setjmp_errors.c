/* Errors as jumps, in the way of exceptions. */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf handler;

static int divide(int a, int b)
{
    if (b == 0)
        longjmp(handler, 2);
    if (a % b != 0)
        longjmp(handler, 0); /* arrives as 1 */
    return a / b;
}

int main(void)
{
    int pairs[][2] = {{12, 4}, {12, 5}, {12, 0}, {12, 6}};
    for (volatile int i = 0; i < 4; i++)
        switch (setjmp(handler)) {
        case 0:
            printf("%d / %d = %d\n", pairs[i][0], pairs[i][1], divide(pairs[i][0], pairs[i][1]));
            break;
        case 1:
            printf("%d / %d is no whole number\n", pairs[i][0], pairs[i][1]);
            break;
        default:
            printf("%d / %d is impossible\n", pairs[i][0], pairs[i][1]);
        }
    return 0;
}
