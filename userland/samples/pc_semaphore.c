/* pc_semaphore: a producer and a consumer share a ring in memory, and two semaphores count its room and its items
 *
 * Watch for: each semaphore is a number of permits. The producer takes one of room and gives one of items, the consumer
 * the other way round; both sleep when there is none. With one of each no lock is needed: they never touch the same
 * slot.
 *
 * Change and try: two producers: what do they share now, and what guards it? The same with other means: shm_ring,
 * pc_monitor, pc_pipe, pc_msgq, pc_mailbox.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sync/semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOTS = 4, ITEMS = 100 };

static struct ring {
    struct semaphore room, items;
    int slots[SLOTS];
} *ring;

static void produce(void)
{
    for (int item = 1; item <= ITEMS; item++) {
        semaphore_wait(&ring->room);
        ring->slots[item % SLOTS] = item;
        semaphore_post(&ring->items);
    }
}

static long consume(void)
{
    long sum = 0;
    for (int item = 1; item <= ITEMS; item++) {
        semaphore_wait(&ring->items);
        sum += ring->slots[item % SLOTS];
        semaphore_post(&ring->room);
    }
    return sum;
}

int main(void)
{
    ring = mmap(NULL, sizeof *ring, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (ring == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    ring->room.count = SLOTS;
    if (fork() == 0) {
        produce();
        _exit(0);
    }
    long sum = consume();
    wait(NULL);
    printf("%d items, sum %ld\n", ITEMS, sum);
    return sum == ITEMS * (ITEMS + 1) / 2 ? 0 : 1;
}
