/**
 * The system calls that make processes, wait for them and end them: clone, wait, exit, process groups, limits, and descriptors of
 * processes.
 *
 * <p>{@link foal.kernel.process.CloneCalls} and {@link foal.kernel.process.WaitCalls} are the ones to read first. What a process
 * is, and what happens when one ends, is in {@link foal.kernel.task.Process} and {@link foal.kernel.task.Processes}.
 *
 * <p>Invariants: whatever can fail comes before a child exists; a change of a child's state is reported once.
 *
 * <p>Entry points: {@code CloneCalls}, {@code WaitCalls}, {@code ProcessCalls}, {@code GroupCalls}, {@code LimitCalls},
 * {@code PidFileCalls}, {@code UnshareCalls}.
 *
 * <p>Exercise: Let a process have one child at a time; another fork fails with EAGAIN. Which samples cope?
 *
 * <p>Further reading: "Operating System Concepts", chapter 3; clone(2), wait(2), exit_group(2), setpgid(2), prlimit(2),
 * pidfd_open(2).
 */
package foal.kernel.process;
