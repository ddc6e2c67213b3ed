/**
 * Communication between processes: pipes, and System V shared memory, message queues and semaphores.
 *
 * <p>{@code IpcRegistry} is the one way from a key or an id to a System V object; all blocking is on
 * {@link foal.kernel.task.WaitQueue}s.
 *
 * <p>Invariants: an id that was removed finds nothing; nobody sleeps for what is there already; what the objects hold of frames
 * and kernel memory is given back with them.
 *
 * <p>Entry points: {@code PipeCalls}, {@code SpliceCalls}, {@code SharedMemoryCalls}, {@code MessageQueueCalls},
 * {@code SemaphoreCalls}, {@code PosixQueueCalls}; reads and writes of pipes come from {@code file}.
 *
 * <p>Exercise: Let a pipe hold one page only ({@code Pipe.CAPACITY}), and compare how long {@code pc_pipe} is blocked, with
 * {@code --stats}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 3; pipe(7), sysvipc(7), mq_overview(7).
 */
package foal.kernel.ipc;
