/**
 * The chapters that every kernel has: the calls on processes, memory, files, pipes and the system itself. They reach the kernel in the
 * same way as the chapters that can be left out; only nobody can leave these out.
 *
 * <p>Each {@code …Chapter} here makes the objects that handle the calls of one part of the kernel. The handlers themselves stand in the
 * packages of what they are about: {@code process}, {@code mmap}, {@code file}, {@code ipc}, and so on.
 *
 * <p>Invariants: a chapter here keeps nothing of its own; all that a call changes belongs to a task, a process or an object that the
 * kernel has made.
 *
 * <p>Entry points: {@code open} of each chapter, once for each kernel, before the first program is loaded.
 *
 * <p>Exercise: Add a call {@code getload} to {@link foal.kernel.core.SystemCalls} that says how many tasks are RUNNABLE.
 *
 * <p>Further reading: syscalls(2); "Operating System Concepts", section 2.4.
 */
package foal.kernel.core;
