/**
 * The processor, as the kernel sees it: harts that take turns.
 *
 * <p>{@link foal.kernel.machine.Processor} is the only class. Everything below it is in {@code foal.cpu}.
 */
package foal.kernel.machine;
