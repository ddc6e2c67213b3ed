/**
 * A border for debuggers: what ptrace(2) is to those of Linux, for whoever watches the machine from outside.
 *
 * <p>A {@link foal.kernel.debug.Debugger} is told why the machine stands still, a {@link foal.kernel.debug.Stop}, and the machine goes on
 * when it returns. Meanwhile it can look at everything through {@link foal.kernel.debug.DebugControl}, and says there what is to
 * happen next: breakpoints, watchpoints, steps, signals.
 *
 * <p>Invariants: a run that is only looked at makes the same decisions as without a debugger. Nothing is written into the
 * program's memory, a step is one instruction of the present quantum, and no task is held back while others go on: it is the
 * scheduler alone that says who runs.
 *
 * <p>Entry points: no call enters here. The CPU asks {@code DebugControl} where to halt, and {@code Signals} before it delivers
 * a signal.
 *
 * <p>Exercise: Add a {@code Stop} for the beginning of each system call, as {@code catch syscall} of gdb wants it.
 *
 * <p>Further reading: ptrace(2); {@link foal.cpu.DebugModule}, how harts are halted.
 */
package foal.kernel.debug;
