/**
 * The host that all this runs on: its C functions and its memory, by the Foreign Function and Memory API.
 *
 * <ul>
 *   <li>{@link foal.cpu.host.HostKind}: what differs between Linux and macOS, x86-64 and arm64;
 *   <li>{@link foal.cpu.host.NativeFunction}: a function of C that Java calls, or one of Java's that C calls;
 *   <li>{@link foal.cpu.host.HostHeap}: memory that C has given out, read and written by address;
 *   <li>{@link foal.cpu.host.HostMemory}: memory of which it is not known whether it is there;
 *   <li>{@link foal.cpu.host.HostSignals}, {@link foal.cpu.host.HostDescriptors}: what signals and numbers of open files do to
 *       this process.
 * </ul>
 *
 * <p>Invariants: nothing else in this module asks which system and processor this is; an address from outside is read by
 * {@code HostMemory} before it is believed.
 *
 * <p>Entry points: {@code NativeFunction.find} and {@code ofHost} bind a function; the rest is called from all over this module,
 * {@code HostSignals} and {@code HostDescriptors} also by the command line.
 *
 * <p>Exercise: Bind {@code getpid} by {@code NativeFunction.ofHost}, and compare how long it takes as it is and as a
 * {@code NativeFunction.Short}. What may such a function not do?
 *
 * <p>Further reading: JEP 454; "Computer Systems: A Programmer's Perspective", section 7.12 on dynamic linking; the System V ABI
 * for x86-64 and AAPCS64, on how arguments are passed.
 */
package foal.cpu.host;
