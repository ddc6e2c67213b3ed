/* Ends while its child sleeps on. */
#include <unistd.h>

int main(void)
{
    if (fork() == 0)
        for (;;)
            sleep(1000);
    return 7;
}
