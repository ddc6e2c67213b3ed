/* lr loads a word and reserves it; sc stores to it only if it is reserved still, and says whether it did: 0 if so. Any
 * store of another hart to the word, and any switch to another task, ends the reservation. So what lies between the two
 * happens in one step or not at all, and it may be any short computation: with these two instructions every atomic
 * operation can be made, not only those that the CPU has.
 *
 * Unlike a swap, a task that finds the lock held has written nothing. */
#include <sync/lrsc.h>

/* Returns 1 if it got the lock. It may also fail because its reservation was lost, with the lock free. */
static int try_acquire(struct lrsc_lock *lock)
{
    unsigned int failed;
    asm volatile("    lr.w.aq %0, %1\n"       /* acquire: nothing that follows is done before this load */
                 "    bnez    %0, 1f\n"       /* held: leave without storing */
                 "    sc.w    %0, %2, %1\n"
                 "1:\n"
                 : "=&r"(failed), "+A"(lock->locked) : "r"(1) : "memory");
    return !failed;
}

void lrsc_acquire(struct lrsc_lock *lock)
{
    while (!try_acquire(lock))
        count_spin();
    count_acquisition();
}

/* The fence keeps everything before it before the store: the pair is what __ATOMIC_RELEASE compiles to. */
void lrsc_release(struct lrsc_lock *lock)
{
    asm volatile("fence rw, w\n"
                 "sw zero, %0" : "=A"(lock->locked) : : "memory");
}
