/* A thread with a stack of a chosen size, deep enough for a long recursion. */
#include <pthread.h>
#include <stdio.h>

static int depth(int n)
{
    volatile char room[1000];
    room[0] = (char)n;
    return n == 0 ? room[0] : 1 + depth(n - 1);
}

static void *descend(void *result)
{
    *(int *)result = depth(3000);
    return NULL;
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    size_t size;
    int result = 0;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 16 << 20);
    pthread_attr_getstacksize(&attributes, &size);
    if (pthread_create(&thread, &attributes, descend, &result) != 0)
        return 1;
    pthread_join(thread, NULL);
    printf("a stack of %zu MB took %d calls\n", size >> 20, result);
    return 0;
}
