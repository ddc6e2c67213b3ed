/**
 * The command {@code foal}: {@link foal.tools.Main} takes the command's name, finds it in {@link foal.tools.Commands}
 * and runs it. Each command is a class here.
 *
 * <p>What they share is in two packages: {@code cli}, the command line as such, and {@code boot}, from the command line
 * to a machine that runs a program.
 */
package foal.tools;
