/**
 * A binding of libunicorn, the CPU emulator, through the Foreign Function and Memory API: no C, and just the
 * functions that a RISC-V machine with its own memory management needs.
 *
 * <ul>
 *   <li>{@link foal.cpu.unicorn.UnicornLibrary} finds the library and refuses one that is too old;
 *   <li>{@link foal.cpu.unicorn.Unicorn} is one engine: map memory, read and write registers, run;
 *   <li>{@link foal.cpu.unicorn.Hooks} are the functions that it calls meanwhile, where they are not of Java's;
 *   <li>{@link foal.cpu.unicorn.Runner} runs it: on the stack of its caller, unless somebody brings another way;
 *   <li>{@link foal.cpu.unicorn.UnicornContext} is a saved copy of an engine's CPU state;
 *   <li>{@link foal.cpu.unicorn.UnicornSetup} is what the build calls to get hold of a library.
 * </ul>
 *
 * <p>Invariants: nothing here depends on how libunicorn was built; an error code of the library's is an exception, but for
 * that of a run; an exception never leaves a hook.
 *
 * <p>Entry points: {@code Unicorn.start} runs; a hook given to {@code onInterrupt} is the way back into Java.
 *
 * <p>Exercise: Write a program that adds the numbers from 1 to 10 on an engine and prints the sum. {@code cpu/README.md} has
 * the answer.
 *
 * <p>Further reading: {@code unicorn/unicorn.h}, which documents every function and error bound here; JEP 454.
 */
package foal.cpu.unicorn;
