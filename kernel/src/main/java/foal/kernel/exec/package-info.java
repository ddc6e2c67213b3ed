/**
 * From a file to a running program. {@link foal.kernel.exec.Loader} follows the first lines of scripts
 * ({@code ScriptLine}) to an ELF file ({@link foal.kernel.exec.ElfFile}), maps it and the interpreter that it names
 * ({@code Image}), and has {@code InitialStack} lay out what {@code main} is given.
 *
 * <p>Invariants: an address space is complete before the process gets it; if a program cannot be loaded, the caller has lost
 * nothing. Nothing is placed at random.
 *
 * <p>Entry points: {@code ExecCalls}; {@code Kernel.boot} loads the first program.
 *
 * <p>Exercise: Place the stack at an address that is drawn from the seed (ASLR), in {@code Loader}. Which tests notice?
 *
 * <p>Further reading: elf(5), execve(2), getauxval(3), ld.so(8); System V ABI, "Program Loading"; "Operating System Concepts",
 * section 2.5.
 */
package foal.kernel.exec;
