/* shm_ring: two producers and a consumer share a ring buffer in System V shared memory
 *
 *     slot   0    1    2    3    4    5    6    7        out: the next to be taken
 *          [    |    |  x |  x |  x |    |    |    ]     in:  the next to be filled
 *                      ▲out           ▲in
 *
 * Watch for: the ring holds eight items, so producers wait for room and the consumer waits for items. They wait by
 * giving the hart away, sched_yield, and looking again: compare the numbers in the last line, which depend on the
 * schedule, with the number of items. Everything else is the same in every run: no item is lost, none comes twice,
 * and each producer's items come in their order.
 *
 * Change and try: leave out the lock; another number of SLOTS; spinning in place of sched_yield. Would the lock be
 * needed with a single producer?
 */
#include <sched.h>
#include <stdio.h>
#include <sync/spinlock.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRODUCERS 2
#define ITEMS 1000 /* of each producer */
#define SLOTS 8    /* a power of two: the indices may wrap around */

struct item {
    int producer;
    int number;
};

struct ring {
    struct spinlock lock; /* guards everything below */
    unsigned int in, out; /* both only grow: in - out items are in the ring, the next in slot out % SLOTS */
    unsigned int times_full, times_empty;
    struct item slots[SLOTS];
};

static int try_put(struct ring *ring, struct item item)
{
    spinlock_acquire(&ring->lock);
    int fits = ring->in - ring->out < SLOTS;
    if (fits)
        ring->slots[ring->in++ % SLOTS] = item;
    else
        ring->times_full++;
    spinlock_release(&ring->lock);
    return fits;
}

static int try_take(struct ring *ring, struct item *item)
{
    spinlock_acquire(&ring->lock);
    int available = ring->in != ring->out;
    if (available)
        *item = ring->slots[ring->out++ % SLOTS];
    else
        ring->times_empty++;
    spinlock_release(&ring->lock);
    return available;
}

static void produce(struct ring *ring, int producer)
{
    for (int number = 1; number <= ITEMS; number++) {
        struct item item = {producer, number};
        while (!try_put(ring, item))
            sched_yield();
    }
}

/* Returns how many items were out of order. */
static int consume(struct ring *ring, long sums[])
{
    int last[PRODUCERS] = {0};
    int disorder = 0;
    for (int i = 0; i < PRODUCERS * ITEMS; i++) {
        struct item item;
        while (!try_take(ring, &item))
            sched_yield();
        disorder += item.number != last[item.producer] + 1;
        last[item.producer] = item.number;
        sums[item.producer] += item.number;
    }
    return disorder;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int id = shmget(IPC_PRIVATE, sizeof(struct ring), IPC_CREAT | 0600);
    if (id < 0) {
        perror("shmget");
        return 1;
    }
    struct ring *ring = shmat(id, NULL, 0);
    /* Marked for removal at once, it lives as long as it is attached: nothing is left behind, whatever happens. */
    shmctl(id, IPC_RMID, NULL);
    if (ring == (void *)-1) {
        perror("shmat");
        return 1;
    }

    for (int producer = 0; producer < PRODUCERS; producer++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 1;
        }
        if (child == 0) {
            produce(ring, producer);
            _exit(0);
        }
    }

    long sums[PRODUCERS] = {0};
    int disorder = consume(ring, sums);
    for (int i = 0; i < PRODUCERS; i++)
        wait(NULL);

    for (int producer = 0; producer < PRODUCERS; producer++)
        printf("producer %d: %d items, sum %ld\n", producer + 1, ITEMS, sums[producer]);
    printf("%d items out of order\n", disorder);
    printf("found full %u times, empty %u times\n", ring->times_full, ring->times_empty);
    return disorder != 0;
}
