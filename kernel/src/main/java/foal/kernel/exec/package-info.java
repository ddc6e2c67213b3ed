/**
 * From a file to a running program. {@link foal.kernel.exec.Loader} follows the first lines of scripts
 * ({@code Script}) to an ELF file ({@link foal.kernel.exec.ElfFile}), maps it and the interpreter that it names
 * ({@code Image}), and has {@code InitialStack} lay out what {@code main} is given.
 *
 * <p>Further reading: elf(5), execve(2), getauxval(3), ld.so(8); System V ABI, "Program Loading".
 */
package foal.kernel.exec;
