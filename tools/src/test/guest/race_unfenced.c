/* Two threads count under Peterson's lock without fences. */
#include <sync/peterson_broken.h>
#include <sync/thread.h>

static struct peterson_unfenced lock;
static volatile long counter;

static void add(void *self)
{
    for (int i = 0; i < 20; i++) {
        peterson_unfenced_acquire(&lock, (int)(long)self);
        counter++;
        peterson_unfenced_release(&lock, (int)(long)self);
    }
}

int main(void)
{
    struct thread threads[2];
    for (long i = 0; i < 2; i++)
        if (thread_create(&threads[i], add, (void *)i) < 0)
            return 2;
    for (int i = 0; i < 2; i++)
        thread_join(&threads[i]);
    return counter != 40;
}
