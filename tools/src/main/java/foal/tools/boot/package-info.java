/**
 * From the command line to a machine that runs a program:
 *
 * <pre>
 *   {@link foal.tools.boot.BootOptions}    what the user asked for
 *   {@link foal.tools.boot.ProgramFinder}  a host file, a source file or a sample?
 *   {@link foal.tools.boot.Machine}        builds the kernel, puts the program in its tree, runs it
 *   {@link foal.tools.boot.OutcomeReport}  how it ended, as an exit status and in words
 * </pre>
 *
 * <p>The kernel runs on one thread, the caller's. Others may stand beside it, each of which does one thing:
 * {@link foal.tools.boot.HostInput} reads standard input, or {@link foal.tools.boot.Keyboard} does where that is a
 * terminal; {@link foal.tools.boot.Stopper} ends the run.
 */
package foal.tools.boot;
