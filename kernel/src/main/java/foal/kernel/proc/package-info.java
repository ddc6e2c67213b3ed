/**
 * The files of /proc (proc(5)): what the kernel knows about its processes and itself, as text.
 *
 * <p>{@link foal.kernel.proc.ProcFileSystem} is the directory itself; {@link foal.kernel.proc.ProcessDirectory} is
 * that of a process or a thread, whose texts {@link foal.kernel.proc.ProcessText} makes; the others are about the system.
 * Nothing is kept: directories and texts are made up each time that somebody looks.
 *
 * <p>Invariants: a text is made at one moment, so what it says fits together; nobody changes anything by looking.
 *
 * <p>Entry points: no call of its own: {@code file} opens and reads these files like any other.
 *
 * <p>Exercise: Add /proc/runqueue with the number of tasks that are ready: a line in {@code SystemFiles}.
 *
 * <p>Further reading: proc(5); Killian, "Processes as Files", USENIX 1984.
 */
package foal.kernel.proc;
