/**
 * What a system call is. A call is a public method with a {@link foal.kernel.syscall.Syscall} annotation; the
 * {@code SyscallTable} is made from the methods of the {@code …Calls} classes. Types and
 * annotations of the parameters say what the arguments mean, which is all that strace and the reference need.
 *
 * <p>To add a call, write such a method. README.md has an example.
 *
 * <p>Invariants: a declaration is all that there is: dispatch, strace and reference say nothing that is not in it. A result from
 * -1 to -4095 is an error.
 *
 * <p>Entry points: no call enters here; {@code dispatch} reads what is declared here.
 *
 * <p>Exercise: Give the argument of {@code exit} the annotation {@code @Hex}, and look at strace.
 *
 * <p>Further reading: "Operating System Concepts", section 2.3; syscall(2), syscalls(2), errno(3); RISC-V unprivileged manual,
 * ECALL.
 */
package foal.kernel.syscall;
