/* aba_broken: a lock-free stack that compares only the top; on some schedules a node is with two threads
 *
 * Watch for: a thread reads the top A and its successor B and is interrupted. Another pops A and B and pushes A: the
 * top is A again. The first swaps A for B, and succeeds, though B is not in the stack any more but with the other
 * thread.
 *
 * Change and try: find a schedule that shows it with other seeds, a --quantum of 50, `--sched random`. How many
 * interrupts does it take? The twin aba is right.
 */
#include <stdio.h>
#include <sync/thread.h>

enum { THREADS = 2, ROUNDS = 3, NODES = 4, NONE = 0xff };

/* A node, or NONE. */
static unsigned int top;
static unsigned int next[NODES];
static int taken[NODES]; /* by how many threads */
static int mistakes;

/* Makes a node the top, if the top is what was seen; otherwise tells what it is. */
static int swap_top(unsigned int *seen, unsigned int node)
{
    return __atomic_compare_exchange_n(&top, seen, node, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static void push(unsigned int node)
{
    unsigned int seen = __atomic_load_n(&top, __ATOMIC_SEQ_CST);
    do
        __atomic_store_n(&next[node], seen, __ATOMIC_SEQ_CST);
    while (!swap_top(&seen, node));
}

static unsigned int pop(void)
{
    unsigned int seen = __atomic_load_n(&top, __ATOMIC_SEQ_CST), after;
    do {
        if (seen == NONE)
            return NONE;
        after = __atomic_load_n(&next[seen], __ATOMIC_SEQ_CST);
    } while (!swap_top(&seen, after));
    return seen;
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
