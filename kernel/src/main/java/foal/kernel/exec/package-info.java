/**
 * From a file to a running program: {@link foal.kernel.exec.ElfFile} reads the headers,
 * {@link foal.kernel.exec.Loader} maps the segments to the file's pages, {@code InitialStack} lays out what
 * {@code main} is given.
 *
 * <p>Further reading: elf(5), execve(2), getauxval(3); System V ABI, "Program Loading".
 */
package foal.kernel.exec;
