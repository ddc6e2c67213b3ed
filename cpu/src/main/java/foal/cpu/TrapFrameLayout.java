package foal.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornContext;
import foal.cpu.unicorn.UnicornException;
import java.lang.foreign.MemorySegment;

/**
 * Where the registers stand in a saved context: offsets in bytes.
 *
 * <p>libunicorn's functions cannot write the page table's root in a context of U-mode, nor an LR reservation in
 * any. But a context is plain memory, so we give every register a value of its own, save, and look where each
 * went. That takes some microseconds per engine and holds for every version that keeps its registers in memory.
 *
 * @param x the first of 32 general registers
 * @param f the first of 32 floating-point registers
 * @param status the register {@code mstatus}
 * @param root the page number of the page table's root
 */
record TrapFrameLayout(long x, long f, long pc, long status, long root, long reservation) {
    private static final long X_MARK = 0x5ca1_ab1e_0000_0000L;
    private static final long F_MARK = 0x0ddb_a115_0000_0000L;
    private static final long ROOT_MARK = 0xf0a1_bead5L;
    private static final long STATUS_MARK = PrivilegedVersion.MSTATUS_SV39 | Firmware.MSTATUS_FLOATING_POINT;
    private static final int A0 = 10;

    /**
     * Finds the layout. The engine must be in M-mode; its registers are used up.
     *
     * @param loadReserved the address of an instruction {@code lr.d a1, (a0)}
     * @param target an address that it can load from
     */
    static TrapFrameLayout find(Unicorn unicorn, long loadReserved, long target) {
        for (int i = 1; i < 32; i++) {
            unicorn.writeRegister(Unicorn.X0 + i, i == A0 ? target : X_MARK + i);
        }
        for (int i = 0; i < 32; i++) {
            unicorn.writeRegister(Unicorn.F0 + i, F_MARK + i);
        }
        unicorn.startUntil(loadReserved, loadReserved + 4);
        unicorn.writeRegister(Unicorn.SPTBR, ROOT_MARK);
        unicorn.writeRegister(Unicorn.MSTATUS, STATUS_MARK);
        long status = unicorn.readRegister(Unicorn.MSTATUS); // with bits that follow from others
        try (UnicornContext context = unicorn.saveNew()) {
            MemorySegment memory = context.memory();
            long x = find(memory, X_MARK + 1, -1) - 8;
            long f = find(memory, F_MARK, -1);
            for (int i = 0; i < 32; i++) {
                if (i > 0 && i != A0 && i != A0 + 1) {
                    expect(memory, x + 8 * i, X_MARK + i);
                }
                expect(memory, f + 8 * i, F_MARK + i);
            }
            return new TrapFrameLayout(x, f, find(memory, loadReserved + 4, -1), find(memory, status, -1),
                    find(memory, ROOT_MARK, -1), find(memory, target, x + 8 * A0));
        } finally {
            unicorn.writeRegister(Unicorn.MSTATUS, 0);
            unicorn.writeRegister(Unicorn.SPTBR, 0);
        }
    }

    private static long find(MemorySegment memory, long value, long except) {
        for (long offset = 0; offset + 8 <= memory.byteSize(); offset += 4) {
            if (memory.get(JAVA_LONG_UNALIGNED, offset) == value && offset != except) {
                return offset;
            }
        }
        throw unknown();
    }

    private static void expect(MemorySegment memory, long offset, long value) {
        if (memory.get(JAVA_LONG_UNALIGNED, offset) != value) {
            throw unknown();
        }
    }

    private static UnicornException unknown() {
        return new UnicornException("cannot find the registers in a context of libunicorn " + Unicorn.version());
    }
}
