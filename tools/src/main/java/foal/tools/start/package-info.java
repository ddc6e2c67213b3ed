/**
 * How the JVM is made to start fast: a step of the build runs programs that are like those of users, and the JVM keeps
 * what it has learned.
 *
 * <p>Entry point: {@link foal.tools.start.FastStart}. Further reading: JEP 483, JEP 514 and JEP 515.
 */
package foal.tools.start;
