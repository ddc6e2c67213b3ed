/* Main ends by pthread_exit; the process lives until the last thread is done. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int gate[2];

static void *last(void *unused)
{
    char byte;
    if (read(gate[0], &byte, 1) == 1)
        printf("the detached thread is the last\n");
    return unused;
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int state;
    if (pipe(gate) != 0)
        return 1;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_getdetachstate(&attributes, &state);
    printf("%s\n", state == PTHREAD_CREATE_DETACHED ? "detached" : "joinable");
    pthread_create(&thread, &attributes, last, NULL);
    printf("main leaves\n");
    fflush(stdout);
    if (write(gate[1], "x", 1) != 1)
        return 1;
    pthread_exit(NULL);
}
