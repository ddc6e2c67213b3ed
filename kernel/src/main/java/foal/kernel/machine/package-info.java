/**
 * The processor, as the kernel sees it: harts that take turns.
 *
 * <p>{@link foal.kernel.machine.Processor} is the only class. Everything below it is in {@code foal.cpu}.
 *
 * <p>Invariants: only one hart runs at a time; a counted one can be interrupted after any number of instructions, exactly.
 *
 * <p>Entry points: no call enters here. {@code Dispatcher} has a hart chosen before it loads a task.
 *
 * <p>Exercise: Run {@code race} with {@code --harts} 1, 2 and 4, and explain the losses by the length of the turns in
 * {@code HartQueues}.
 *
 * <p>Further reading: "Operating System Concepts", section 5.5; RISC-V unprivileged manual, section 1.1, on harts.
 */
package foal.kernel.machine;
