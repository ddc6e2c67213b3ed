/**
 * Lets GDB watch a run, in GDB's remote serial protocol.
 *
 * <p>A {@link foal.tools.gdb.GdbServer} is the kernel's {@link foal.kernel.debug.Debugger}: when the machine stands still, a
 * {@link foal.tools.gdb.Session} answers packets until one of them says how to go on. A thread of its own reads from the
 * {@link foal.tools.gdb.Connection}, so that ^C is heard while the machine runs; everything else is done on the machine's.
 *
 * <p>Whatever a client sends is answered, if only with an error; when it is gone, the run goes on without it.
 *
 * <p>Further reading: the GDB manual, appendix "Remote Protocol" and appendix "Target Descriptions".
 */
package foal.tools.gdb;
