/* pc_mailbox: a producer and a consumer share a mailbox, which is Foal's own
 *
 * Watch for: a mailbox has a name, keeps messages whole and in their order, and makes both wait: the producer when it
 * is full, the consumer when it is empty. Its capacity is the argument: 0 makes them meet for each item, -1 lets the
 * producer run ahead as far as it likes. See also the sample mailboxes and userland/man/mailbox.md.
 *
 * Change and try: the argument; several producers and consumers. The same with other means: shm_ring, pc_semaphore,
 * pc_monitor, pc_pipe, pc_msgq.
 */
#include <foal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ITEMS = 100 };

int main(int argc, char *argv[])
{
    int mailbox = mbox_create("items", argc > 1 ? atoi(argv[1]) : 4);
    if (mailbox < 0) {
        perror("mbox_create");
        return 1;
    }
    mbox_unlink("items"); /* it stays as long as it is open */
    if (fork() == 0) {
        for (int item = 1; item <= ITEMS; item++)
            if (mbox_send(mailbox, &item, sizeof item, 0) < 0)
                _exit(1);
        _exit(0);
    }
    long sum = 0;
    int item;
    for (int i = 0; i < ITEMS; i++) {
        if (mbox_receive(mailbox, &item, sizeof item, 0) != sizeof item)
            return 1;
        sum += item;
    }
    wait(NULL);
    printf("%d items, sum %ld\n", ITEMS, sum);
    return sum == ITEMS * (ITEMS + 1) / 2 ? 0 : 1;
}
