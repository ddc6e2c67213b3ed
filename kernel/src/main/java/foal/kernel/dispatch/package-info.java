/**
 * The table of system calls: from a number to the method that handles it.
 *
 * <p>A handler is a method with {@link foal.kernel.syscall.Syscall}. {@link foal.kernel.dispatch.SyscallTable} reads the
 * declarations and puts each method behind one signature, {@link foal.kernel.dispatch.BoundCall}; a wrong declaration is refused.
 *
 * <p>A call comes here from {@code Dispatcher.systemCall}. To see how, add a call: README, "Add a system call".
 *
 * <p>Further reading: syscalls(2); RISC-V Unprivileged ISA, ECALL; "Operating System Concepts", section 2.3.
 */
package foal.kernel.dispatch;

