/* Two threads that only read for long, until one of them stores. */
#include <sync/thread.h>

static volatile int data;
static int sums[2];

static void only_read(void *unused)
{
    (void)unused;
    for (int i = 0; i < 500; i++)
        sums[0] += data;
}

static void read_and_store(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++)
        sums[1] += data;
    data = 1;
}

int main(void)
{
    struct thread threads[2];
    if (thread_create(&threads[0], only_read, 0) < 0 || thread_create(&threads[1], read_and_store, 0) < 0)
        return 2;
    thread_join(&threads[0]);
    thread_join(&threads[1]);
    return sums[1] != 0;
}
