package foal.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornContext;
import foal.cpu.unicorn.UnicornException;
import java.lang.foreign.MemorySegment;

/**
 * The version of the privileged architecture that the engine follows, and why it is an old one.
 *
 * <p>A program that reads {@code cycle} or {@code instret} must trap: the engine would answer with the host's
 * time stamp counter, and no run would be like another. On real hardware {@code mcounteren} forbids it. The
 * engine obeys that register only as a CPU of version 1.9.1, so that is what our harts are; all other versions
 * let every program read the counters. What else the version changes: the page table's mode stands in
 * {@code mstatus.VM} and its root alone in {@code sptbr}, the CSR that was {@code satp} later. Page tables and
 * everything that U-mode sees are the same.
 *
 * <p>Source: RISC-V privileged manual, version 1.9.1, "Machine Counter-Enable Registers" and "Virtualization
 * Management Field in mstatus Register".
 */
final class PrivilegedVersion {
    /** To be written to {@code mstatus}: field VM says Sv39. */
    static final long MSTATUS_SV39 = 9 << 24;

    // How the engine writes versions: two digits each of major, minor and patch.
    private static final long VERSION_1_11 = 0x01_11_00;
    private static final long VERSION_1_9_1 = 0x01_09_01;

    private PrivilegedVersion() {}

    /**
     * Makes a CPU of version 1.9.1 out of one of version 1.11. No function of libunicorn sets the version, but it
     * is a part of each saved context, where it stands before {@code misa}. The engine must be in M-mode.
     */
    static void choose(Unicorn unicorn) {
        long misa = unicorn.readRegister(Unicorn.MISA);
        try (UnicornContext context = unicorn.saveNew()) {
            MemorySegment memory = context.memory();
            for (long offset = 0; offset + 16 <= memory.byteSize(); offset += 4) {
                if (memory.get(JAVA_LONG_UNALIGNED, offset) == VERSION_1_11
                        && memory.get(JAVA_LONG_UNALIGNED, offset + 8) == misa) {
                    memory.set(JAVA_LONG_UNALIGNED, offset, VERSION_1_9_1);
                    unicorn.restore(context);
                    return;
                }
            }
        }
        throw new UnicornException("cannot find the CPU's version in a context of libunicorn " + Unicorn.version());
    }
}
