/**
 * Data races: two tasks access the same bytes, one of them stores, and nothing orders the two accesses. Whether something
 * does is not a question of which came first in this run, but of synchronisation: an access <em>happens before</em> another if
 * its task did something later that the other's task had to wait for, or has seen.
 *
 * <p>{@link foal.kernel.race.FastTrack} keeps for each location who stored and who loaded last, at which time of that task's
 * own clock, and for each task a {@link foal.kernel.race.VectorClock}: how much of each other task's time has happened before
 * what it does now. {@link foal.kernel.race.RaceDetector} brings it the accesses, which the CPU tells, and the kernel's part:
 * wake-ups, messages, fork, exit, wait and signals.
 *
 * <p>What the CPU orders: atomic instructions by their bits aq and rl; and fences, together with what is stored behind a
 * fence that releases and loaded before one that acquires, as C11 has it. Compilers make no other instructions for atomic
 * loads and stores than for plain ones, but fences beside them. So a location counts as one for synchronisation, of which no
 * race is reported, if an atomic instruction accesses it, or a load directly before a fence that acquires, or a store directly
 * behind one that releases. A variable that is only ever accessed with {@code memory_order_relaxed}, by loads and stores, cannot be told
 * from a plain one here, and is reported: whoever has the source can tell. An {@code sc} always releases: of older compilers' code its bits do not tell.
 *
 * <p>Not seen: what the kernel itself loads and stores for a system call, and accesses to memory that is not shared yet.
 *
 * <p>Invariants: a watched run is the same as without; a race is reported only of two accesses that nothing known here orders.
 *
 * <p>Entry points: no call enters here. The CPU tells {@code RaceDetector} of accesses, and the kernel's events tell it of the
 * rest.
 *
 * <p>Exercise: Take {@code by} and {@code which} from the declaration of {@code semop}. Which samples are now accused, and of what?
 *
 * <p>Further reading: Flanagan and Freund, "FastTrack: efficient and precise dynamic race detection", PLDI 2009; RISC-V
 * unprivileged manual, "RVWMO" and its mapping of C11.
 */
package foal.kernel.race;
