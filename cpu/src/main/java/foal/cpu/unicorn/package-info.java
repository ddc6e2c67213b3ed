/**
 * A binding of libunicorn, the CPU emulator, through the Foreign Function and Memory API: no C, and just the
 * functions that a RISC-V machine with its own memory management needs.
 *
 * <ul>
 *   <li>{@link foal.cpu.unicorn.UnicornLibrary} finds the library and refuses one that is too old;
 *   <li>{@link foal.cpu.unicorn.Unicorn} is one engine: map memory, read and write registers, run;
 *   <li>{@link foal.cpu.unicorn.Runner} runs it: on a stack of its own, where the host's machine code is known, or else on
 *       that of the thread;
 *   <li>{@link foal.cpu.unicorn.UnicornContext} is a saved copy of an engine's CPU state;
 *   <li>{@link foal.cpu.unicorn.GeneralRegisters}, {@link foal.cpu.unicorn.InstructionCounter},
 *       {@link foal.cpu.unicorn.TlbSize} and {@link foal.cpu.unicorn.CountingHooks} know what libunicorn has in its memory
 *       and does not tell; each looks first whether it is there, since other builds may have it otherwise;
 *   <li>{@code HostCode} is what we have the engine call, in the host's machine code; {@code CountInPlace} is the part of it
 *       that changes the engine's own code, and {@code OptionalPass} what the engine need not call;
 *   <li>{@link foal.cpu.unicorn.UnicornSetup} is what the build calls to get hold of a library.
 * </ul>
 *
 * <p>Further reading: {@code unicorn/unicorn.h}, which documents every function and error bound here.
 */
package foal.cpu.unicorn;
