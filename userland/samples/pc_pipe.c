/* pc_pipe: a producer and a consumer share a pipe
 *
 * Watch for: the kernel has the buffer, and makes both wait. A pipe carries bytes, not items: what is read may be a
 * part of what was written, unless both agree on a size and it is small (PIPE_BUF). And it says when it is over: the
 * last writer closes, and read returns 0.
 *
 * Change and try: leave out close(ends[1]) in the consumer: why does it wait for ever? Two producers. The same with
 * other means: shm_ring, pc_semaphore, pc_monitor, pc_msgq, pc_mailbox.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ITEMS = 100 };

int main(void)
{
    int ends[2];
    if (pipe(ends) < 0) {
        perror("pipe");
        return 1;
    }
    if (fork() == 0) {
        close(ends[0]);
        for (int item = 1; item <= ITEMS; item++)
            if (write(ends[1], &item, sizeof item) != sizeof item)
                _exit(1);
        _exit(0); /* closes its end */
    }
    close(ends[1]);
    long sum = 0;
    int item, items = 0;
    for (; read(ends[0], &item, sizeof item) == sizeof item; items++)
        sum += item;
    wait(NULL);
    printf("%d items, sum %ld\n", items, sum);
    return items == ITEMS && sum == ITEMS * (ITEMS + 1) / 2 ? 0 : 1;
}
