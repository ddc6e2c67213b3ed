/**
 * The system calls that make processes, wait for them and end them: clone, wait, exit, process groups, limits, and descriptors of
 * processes.
 *
 * <p>{@link foal.kernel.process.CloneCalls} and {@link foal.kernel.process.WaitCalls} are the ones to read first. What a process
 * is, and what happens when one ends, is in {@link foal.kernel.task.Process} and {@link foal.kernel.task.Processes}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 3; clone(2), wait(2), exit_group(2), setpgid(2), prlimit(2),
 * pidfd_open(2).
 */
package foal.kernel.process;
