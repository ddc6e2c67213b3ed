/**
 * The border between the machine and the world around it.
 *
 * <p>A run is a function of its options and of what enters from outside: keys and lines, files of the host's, its network,
 * and with the host's clock its time. All of it comes as answers through a {@link foal.kernel.outside.Journal}, which can
 * write them down and give them again. The classes here are the sources of input with a journal in between: console,
 * network, clock, files; {@code hostfs} has one more for folders.
 *
 * <p>Invariants: of two runs that get the same answers, each question and each instruction is the same. So preemption
 * must not depend on the host's speed: by the host's clock instructions are counted as well when a journal is kept.
 *
 * <p>Entry points: no call enters here. Clock, console, network and files ask the journal whenever they want something of the
 * host's.
 *
 * <p>Exercise: Have a recording count its answers by topic, and see what a session in the shell consists of.
 *
 * <p>Further reading: R. O'Callahan et al., "Engineering Record and Replay for Deployability" (USENIX ATC 2017).
 */
package foal.kernel.outside;
