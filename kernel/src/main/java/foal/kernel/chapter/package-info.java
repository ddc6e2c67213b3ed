/**
 * How a part of the kernel that is not core plugs into it.
 *
 * <p>A {@link foal.kernel.chapter.Chapter} is given a {@link foal.kernel.chapter.Core} once, takes from it what it needs, and leaves
 * there its system calls, its files below /proc and what is to be done when tasks or the machine end.
 *
 * <p>Invariants: the core never names a chapter, so each can be left out, and its calls then fail with ENOSYS. One that fails to
 * open has added nothing.
 *
 * <p>Entry points: no call enters here. {@code Kernel} opens each chapter once, before the first program is loaded.
 *
 * <p>Exercise: Write a chapter with one call in a jar of its own; README, "Add a system call", has one to begin with.
 *
 * <p>Further reading: "Operating System Concepts", section 2.8.5 (modules).
 */
package foal.kernel.chapter;
