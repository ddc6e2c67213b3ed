/**
 * Machine code of our own, for x86-64 as Linux uses it: it counts, watches and changes stacks where Java would take longer.
 * All of it can be left out. {@code cpu/MACHINE-CODE.md} explains the idea.
 *
 * <ul>
 *   <li>{@link foal.cpu.machinecode.BlockCounter}: counts block by block and yet ends a run exactly, by {@code CountingHooks};
 *   <li>{@code CountInPlace}: rewrites a translated block so that it counts without a call; {@code Vicinity} puts what it
 *       needs near;
 *   <li>{@code LoggedWatch}: tells what {@code HostCode} has noted in an {@code AccessLog};
 *   <li>{@code OwnStack}: runs an engine as a coroutine;
 *   <li>{@code OptionalPass}, {@code LastCall}: leave out of libunicorn what engines of ours do not need;
 *   <li>{@code MachineCode}: pages that can be executed, and the listings.
 * </ul>
 *
 * <p>Invariants: whatever is done here, the plain way does the same, instruction by instruction; code is changed only if
 * every byte of it is the expected one, and only by the thread that runs it; no frame of Java's ever stands on a stack of
 * ours.
 *
 * <p>Entry points: {@link foal.cpu.machinecode.MachineCodeAcceleration}, which only {@link foal.cpu.MachineCodeSwitch} knows.
 *
 * <p>Exercise: Run {@code ./foal bench compute} as it is and with {@code -Dfoal.machine-code=off}. Then keep {@code
 * CountInPlace} from rewriting blocks (let every block be "out of reach") and say which part of the difference is the call.
 *
 * <p>Further reading: Intel's Software Developer's Manual, volume 2 on the instructions and volume 3, section 8.1.3 on code that
 * changes itself; System V ABI for x86-64, section 3.2; "Dynamic Instrumentation of Production Systems" (Cantrill et al., 2004).
 */
package foal.cpu.machinecode;
