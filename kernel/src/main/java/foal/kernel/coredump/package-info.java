/**
 * What is left of a process that a signal has killed: a file with its memory and registers, for a debugger (core(5)).
 *
 * <p>{@link foal.kernel.coredump.CoreDumps} decides whether there is to be one and where; {@link foal.kernel.coredump.CoreImage}
 * knows what is in it, and {@link foal.kernel.coredump.CoreNotes} that part of it which tells of the process and its threads;
 * {@link foal.kernel.coredump.CoreOutput} takes it to the file, within the limit that the process has.
 *
 * <p>Invariants: nothing is held but a page at a time, however large the process was, and the process is not changed: no
 * page is brought in.
 *
 * <p>Entry points: no call enters here. {@code Signals} comes here, through {@code CoreDumper}, when a signal kills a process
 * and is to leave a core.
 *
 * <p>Exercise: Give the pattern of the core's name one more letter, such as {@code %v} for Foal's version, in {@code CoreDumps}.
 *
 * <p>Further reading: core(5), elf(5); Linux's fs/coredump.c and fs/binfmt_elf.c.
 */
package foal.kernel.coredump;
