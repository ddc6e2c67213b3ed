/**
 * {@code foal bench}: how fast Foal is, beside {@code qemu-riscv64} running the same binary on the host's Linux.
 *
 * <p>Each figure is the median of several runs; the two sides take turns, so that whatever else the host does falls on
 * both, and a ratio is the median of the ratios of two runs in turn. Foal runs in this process, on a kernel made anew
 * for each run; the first run, which warms the JVM up, does not count. Only the time within {@code Kernel.run} is
 * Foal's, while qemu's has its start in it: the programs run long enough for that to matter little.
 *
 * <p>Most users' runs are short, so what a run does first is measured as well ({@link foal.tools.bench.FirstRounds}): there each
 * run on Foal is a process of its own, with a JVM that has compiled nothing yet.
 */
package foal.tools.bench;
