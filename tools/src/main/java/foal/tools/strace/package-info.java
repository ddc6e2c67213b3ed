/**
 * The printing side of {@code foal strace}: {@link foal.tools.strace.Strace} watches the events of a run and makes
 * lines of them, {@link foal.tools.strace.Selection} says which calls, and {@link foal.tools.strace.Summary} counts.
 * What a call looks like is the kernel's knowledge, {@link foal.kernel.trace.CallText}.
 */
package foal.tools.strace;
