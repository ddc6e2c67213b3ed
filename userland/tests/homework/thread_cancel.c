/* A thread that waits is cancelled; what it had is given back by its clean-up handlers, last first. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ready[2];

static void tidy(void *what)
{
    printf("tidy up %s\n", (const char *)what);
}

static void *wait_for_ever(void *unused)
{
    pthread_cleanup_push(tidy, "the first");
    pthread_cleanup_push(tidy, "the second");
    if (write(ready[1], "x", 1) == 1)
        for (;;)
            pause();
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return unused;
}

int main(void)
{
    pthread_t thread;
    char byte;
    void *result;
    if (pipe(ready) != 0)
        return 1;
    pthread_create(&thread, NULL, wait_for_ever, NULL);
    if (read(ready[0], &byte, 1) != 1)
        return 1;
    int refused = pthread_cancel(thread);
    pthread_join(thread, &result);
    printf("cancel: %d\n", refused);
    printf("%s\n", result == PTHREAD_CANCELED ? "it was cancelled" : "it returned");
    return 0;
}
