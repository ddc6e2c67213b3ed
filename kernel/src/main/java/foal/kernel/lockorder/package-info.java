/**
 * The order in which tasks take locks: one takes B while it holds A, another A while it holds B; nothing happened in this
 * run, but on another schedule each waits for the other for ever. Such a circle of two or more is a potential deadlock.
 *
 * <p>A lock is known by the functions that take and release it ({@link foal.kernel.lockorder.LockCall}): those of
 * userland/sync and of pthreads, by their names in the program or library. {@link foal.kernel.lockorder.LockOrderWatch} is told
 * by the CPU when a task comes to the beginning of one, and when it has come back; so it knows what each holds. For each
 * lock that a task waits for while it holds others {@link foal.kernel.lockorder.LockOrder} keeps a relation, and looks for
 * circles among them at the end.
 *
 * <p>A circle is no deadlock, and is not reported, if
 * <ul>
 * <li>two of its relations are of one task;
 * <li>two of its tasks hold a further lock in common, a gate, so that they cannot be inside at the same time;
 * <li>they only read where they meet, with a reader-writer lock;
 * <li>one task did its part before it created the other.
 * </ul>
 * To try, or to wait for some time only, makes no relation, since it does not wait for ever; but a lock that was so taken is held. That two
 * tasks do not overlap for another reason, such as a wait for the one's end, is not seen: then a circle is reported that
 * cannot come to be. Memory that is used for another lock later is taken for the same lock.
 *
 * <p>Invariants: a watched run is the same as without; a lock counts as held from the return of the function that took it to the
 * beginning of the one that releases it.
 *
 * <p>Entry points: no call enters here. The CPU tells {@code LockOrderWatch} when a task comes to such a function.
 *
 * <p>Exercise: Write a lock of your own in C, and teach {@code LockCall} the names of its functions.
 *
 * <p>Further reading: K. Havelund, "Using runtime analysis to guide model checking of Java programs", SPIN 2000 (Goodlock, gate
 * locks); P. Joshi et al., "A randomized dynamic program analysis technique for detecting real deadlocks", PLDI 2009
 * (the relations kept here).
 */
package foal.kernel.lockorder;
