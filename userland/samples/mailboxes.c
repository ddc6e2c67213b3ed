/* mailboxes: what a mailbox stores decides how far a sender gets before anybody receives
 *
 * Watch for: three mailboxes, the same sender, and a receiver that comes late. With capacity 0 the sender waits with
 * its first message in hand; with capacity 2 it is two messages ahead; without bounds it has sent all. These are the
 * three rules of buffering for indirect communication. The mailboxes are Foal's own: userland/man/mailbox.md.
 *
 * Change and try: other capacities; MSG_NOWAIT in mbox_send: which of the three refuses, and when? Several receivers.
 */
#define _GNU_SOURCE
#include <foal.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MESSAGES = 5 };

static atomic_int *sent; /* by the child, which has gone so far */

static void send_all(int mailbox)
{
    for (int i = 1; i <= MESSAGES; i++) {
        mbox_send(mailbox, &i, sizeof i, 0);
        *sent = i;
    }
}

/* Until the child is where it can get no farther. */
static void come_late(void)
{
    for (int i = 0; i < 1000; i++)
        sched_yield();
}

static int show(const char *what, int capacity)
{
    int mailbox = mbox_create("sample", capacity), sum = 0, number;
    if (mailbox < 0) {
        perror("mbox_create");
        return 0;
    }
    mbox_unlink("sample");
    *sent = 0;
    if (fork() == 0) {
        send_all(mailbox);
        _exit(0);
    }
    come_late();
    int ahead = *sent;
    for (int i = 0; i < MESSAGES; i++)
        if (mbox_receive(mailbox, &number, sizeof number, 0) == sizeof number)
            sum += number;
    wait(NULL);
    close(mailbox);
    printf("%s: of %d messages %d were sent before the first was received\n", what, MESSAGES, ahead);
    return sum == MESSAGES * (MESSAGES + 1) / 2;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    sent = mmap(NULL, sizeof *sent, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (sent == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    int complete = show("capacity 0", MBOX_RENDEZVOUS) + show("capacity 2", 2) + show("unbounded", MBOX_UNBOUNDED);
    return complete == 3 ? 0 : 1;
}
