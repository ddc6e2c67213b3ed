/**
 * The command line as such: what a {@link foal.tools.cli.Command} is, how its options are read, where its output
 * goes, and the exit statuses of Foal's own.
 */
package foal.tools.cli;
