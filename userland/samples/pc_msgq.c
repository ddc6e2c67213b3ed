/* pc_msgq: a producer and a consumer share a POSIX message queue
 *
 * Watch for: the queue keeps messages whole, holds so many and no more, and gives out the most urgent first. Here every
 * tenth item is urgent: it arrives before those that were sent earlier and not yet taken, and the sum stays the same.
 * It has a name and outlives its processes until somebody unlinks it.
 *
 * Change and try: print the items as they come; mq_maxmsg 1. The same with other means: shm_ring, pc_semaphore,
 * pc_monitor, pc_pipe, pc_mailbox.
 */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ITEMS = 100, EVERY_TENTH = 10 };

int main(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = sizeof(int)};
    mqd_t queue = mq_open("/pc_msgq", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    if (queue == (mqd_t)-1) {
        perror("mq_open");
        return 1;
    }
    mq_unlink("/pc_msgq"); /* it stays as long as it is open */
    if (fork() == 0) {
        for (int item = 1; item <= ITEMS; item++)
            if (mq_send(queue, (char *)&item, sizeof item, item % EVERY_TENTH == 0) < 0)
                _exit(1);
        _exit(0);
    }
    long sum = 0;
    int item;
    for (int i = 0; i < ITEMS; i++) {
        if (mq_receive(queue, (char *)&item, sizeof item, NULL) != sizeof item)
            return 1;
        sum += item;
    }
    wait(NULL);
    printf("%d items, sum %ld\n", ITEMS, sum);
    return sum == ITEMS * (ITEMS + 1) / 2 ? 0 : 1;
}
