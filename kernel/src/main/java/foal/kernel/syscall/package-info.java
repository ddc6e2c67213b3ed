/**
 * What a system call is. A call is a public method with a {@link foal.kernel.syscall.Syscall} annotation; the
 * {@link foal.kernel.dispatch.SyscallTable} is made from the methods of the {@code …Calls} classes. Types and
 * annotations of the parameters say what the arguments mean, which is all that strace and the reference need.
 *
 * <p>To add a call, write such a method. README.md has an example.
 *
 * <p>Further reading: syscall(2), syscalls(2), errno(3).
 */
package foal.kernel.syscall;

