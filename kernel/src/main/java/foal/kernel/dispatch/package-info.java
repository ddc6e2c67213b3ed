/**
 * The table of system calls: from a number to the method that handles it.
 *
 * <p>A handler is a method with {@link foal.kernel.syscall.Syscall}. {@link foal.kernel.dispatch.SyscallTable} reads the
 * declarations and puts each method behind one signature, {@link foal.kernel.dispatch.BoundCall}; a wrong declaration is refused.
 *
 * <p>Invariants: a number has one handler at most; what is in the table has passed every check of its signature.
 *
 * <p>Entry points: {@code Dispatcher.systemCall} looks a call up here and invokes it.
 *
 * <p>Exercise: Have {@code BoundCall} count how often it is invoked, and print the calls that a program makes most often.
 *
 * <p>Further reading: "Operating System Concepts", section 2.3; syscalls(2); RISC-V unprivileged manual, ECALL.
 */
package foal.kernel.dispatch;
