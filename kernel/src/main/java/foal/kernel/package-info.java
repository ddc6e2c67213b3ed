/**
 * The kernel put together, and the path between programs and it. Begin here; {@code kernel/BOOK.md} leads on.
 *
 * <p>A program's {@code ecall} takes this path:
 *
 * <ol>
 *   <li>{@code Hart.run} executes the program and calls back with a {@link foal.cpu.Trap};
 *   <li>{@code Dispatcher.trap} asks the {@link foal.kernel.dispatch.SyscallTable} who handles the number in a7;
 *   <li>the handler does its work, such as {@code PipeCalls.pipe2};
 *   <li>it returns a value, an {@link foal.kernel.syscall.Errno} or "wait on this queue"
 *       ({@link foal.kernel.syscall.Result});
 *   <li>{@code Dispatcher.leave} lets the task go on, or has the {@link foal.kernel.task.Scheduler} choose another.
 * </ol>
 *
 * <p>{@link foal.kernel.Kernel} makes all the objects, once. {@code RunLoop} is the loop around this: a slice of
 * instructions, the timer, the next slice. Each package beside this one is a chapter of an operating-systems course; read
 * {@code memory}, {@code task} and {@code sched} first, then {@code file} and {@code ipc}.
 *
 * <p>Invariants: one host thread runs everything, so nothing here needs a lock; by the virtual clock nothing that
 * happens depends on anything but program, input and {@link foal.kernel.Options}; no value in a guest's registers
 * or memory causes a Java exception.
 *
 * <p>Entry points: {@code Dispatcher.trap}, which the hart calls for each trap; {@code Kernel.boot} and {@code Kernel.run} for
 * whoever owns the machine.
 *
 * <p>Exercise: Have {@code Dispatcher.trap} count the traps of each kind, and print the counts in {@code Kernel.shutDown}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 2; Cox, Kaashoek, Morris, "xv6: a simple, Unix-like teaching
 * operating system", chapter 4; RISC-V privileged manual, exception codes of {@code scause}.
 */
package foal.kernel;
