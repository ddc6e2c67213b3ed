/* aba: threads take nodes from a lock-free stack and put them back, and no node is with two of them
 *
 * Watch for: to pop is to read the top and its successor, and to swap the top for the successor if it is still the top.
 * "Still" is the trap: meanwhile the top may have been popped, others too, and it pushed again; then the successor is
 * wrong though the top is the same. So the top carries a count that each swap raises, in the same word: an old top
 * never comes back. aba_broken leaves out the count.
 *
 * Change and try: lr and sc in place of compare-and-swap (<sync/lrsc.h>): do they need the count?
 */
#include <stdio.h>
#include <sync/thread.h>

enum { THREADS = 2, ROUNDS = 3, NODES = 4, NONE = 0xff };

/* The lowest byte of the top is a node, or NONE; the rest counts swaps. */
static unsigned int top;
static unsigned int next[NODES];
static int taken[NODES]; /* by how many threads */
static int mistakes;

/* Makes a node the top, if the top is what was seen; otherwise tells what it is. */
static int swap_top(unsigned int *seen, unsigned int node)
{
    unsigned int swaps = (*seen & ~0xff) + 0x100;
    return __atomic_compare_exchange_n(&top, seen, swaps + node, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static void push(unsigned int node)
{
    unsigned int seen = __atomic_load_n(&top, __ATOMIC_SEQ_CST);
    do
        __atomic_store_n(&next[node], seen & 0xff, __ATOMIC_SEQ_CST);
    while (!swap_top(&seen, node));
}

static unsigned int pop(void)
{
    unsigned int seen = __atomic_load_n(&top, __ATOMIC_SEQ_CST), after;
    do {
        if ((seen & 0xff) == NONE)
            return NONE;
        after = __atomic_load_n(&next[seen & 0xff], __ATOMIC_SEQ_CST);
    } while (!swap_top(&seen, after));
    return seen & 0xff;
}

static void take(unsigned int node)
{
    if (node == NONE || __atomic_fetch_add(&taken[node], 1, __ATOMIC_SEQ_CST) != 0)
        __atomic_fetch_add(&mistakes, 1, __ATOMIC_SEQ_CST);
}

static void give_back(unsigned int node)
{
    if (node == NONE)
        return;
    __atomic_fetch_sub(&taken[node], 1, __ATOMIC_SEQ_CST);
    push(node);
}

static void work(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        unsigned int first = pop();
        take(first);
        unsigned int second = pop();
        take(second);
        give_back(first);
        give_back(second);
    }
}

int main(void)
{
    struct thread threads[THREADS];
    top = NONE;
    for (int node = 0; node < NODES; node++)
        push(node);
    for (int i = 0; i < THREADS; i++)
        if (thread_create(&threads[i], work, NULL) < 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);
    printf("%d nodes, %d times one with two threads or gone\n", NODES, mistakes);
    return mistakes != 0;
}
