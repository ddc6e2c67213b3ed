/* Ends in the way that its argument names: exit N, signal N. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc == 3 && strcmp(argv[1], "signal") == 0)
        kill(getpid(), atoi(argv[2]));
    return argc == 3 ? atoi(argv[2]) : 0;
}
