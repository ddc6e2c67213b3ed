/**
 * Communication between processes: pipes, and System V shared memory, message queues and semaphores.
 *
 * <p>{@code IpcRegistry} is the one way from a key or an id to a System V object; all blocking is on
 * {@link foal.kernel.task.WaitQueue}s.
 *
 * <p>Further reading: "Operating System Concepts", chapter 3; pipe(7), sysvipc(7).
 */
package foal.kernel.ipc;
