/**
 * What happens in the kernel, for those who watch: one stream of {@link foal.kernel.task.Event}s, and the text that
 * strace(1) would show for them.
 *
 * <p>Watchers subscribe to {@link foal.kernel.task.Trace} before the machine is started.
 *
 * <p>{@link foal.kernel.trace.CallText} turns a system call into text. It knows no call by name: what it shows comes
 * from the declaration of the handler. A new call needs nothing here; a new struct needs a constant in
 * {@link foal.kernel.syscall.Data} and a line in {@link foal.kernel.trace.PointerText}.
 *
 * <p>Invariants: a run with a watcher is the same as without. So watchers change nothing, and look into a program's memory with
 * {@link foal.kernel.trace.Peek}, which brings no page in.
 *
 * <p>Entry points: no call enters here. The rest of the kernel publishes events; {@code Trace.watch} takes a subscriber.
 *
 * <p>Exercise: Show a result that is an address in decimal, and find the one place where that is decided ({@code CallText}).
 *
 * <p>Further reading: strace(1).
 */
package foal.kernel.trace;
