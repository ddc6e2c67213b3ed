/* pc_monitor: a producer and a consumer share a bounded buffer that is a monitor
 *
 * Watch for: neither of them knows of locks and signals: all that is in the buffer's procedures, userland/sync/
 * bounded_buffer.c. There the rule is one line: put waits until it is not full, take until it is not empty.
 *
 * Change and try: more producers and consumers: nothing has to change but this file. The same with other means:
 * shm_ring, pc_semaphore, pc_pipe, pc_msgq, pc_mailbox.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sync/bounded_buffer.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ITEMS = 100 };

int main(void)
{
    int shared = MAP_SHARED | MAP_ANONYMOUS;
    struct bounded_buffer *buffer = mmap(NULL, sizeof *buffer, PROT_READ | PROT_WRITE, shared, -1, 0);
    if (buffer == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    if (fork() == 0) {
        for (int item = 1; item <= ITEMS; item++)
            bounded_buffer_put(buffer, item);
        _exit(0);
    }
    long sum = 0;
    for (int i = 0; i < ITEMS; i++)
        sum += bounded_buffer_take(buffer);
    wait(NULL);
    printf("%d items, sum %ld\n", ITEMS, sum);
    return sum == ITEMS * (ITEMS + 1) / 2 ? 0 : 1;
}
