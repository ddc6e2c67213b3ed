package foal.cpu;

import foal.cpu.engine.EngineView.CountedLoop;
import foal.cpu.engine.TlbSize;
import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornContext;

/**
 * The few instructions that run in M-mode: what firmware does on a board before it hands over to a kernel. They
 * lie in the first page of RAM.
 */
final class Firmware {
    static final long IDLE_LOOP = PhysicalMemory.BASE;
    static final CountedLoop COUNTED_LOOP = new CountedLoop(PhysicalMemory.BASE + 0x60, 4, 8, 5);
    static final long LOAD_RESERVED = PhysicalMemory.BASE + 0x10;
    static final long SCRATCH = PhysicalMemory.BASE + 0x840;
    private static final long OPEN_MEMORY = PhysicalMemory.BASE + 0x20;
    private static final long ENTER_USER_MODE = PhysicalMemory.BASE + 0x40;

    private static final long TOUCH_PAGES = PhysicalMemory.BASE + 0x100;
    /** A page table that maps this page, which holds it, at several addresses: at multiples of 1 GiB from that one. */
    private static final int ROOT_ENTRY = 0xc0;
    private static final long GIGAPAGE = 1 << 30;

    private static final int[] IDLE_LOOP_CODE = {
        0x0000_006f, // j .
    };
    /** Four instructions, of 2 and 4 bytes. */
    private static final int[] COUNTED_LOOP_CODE = {
        0x0001_0285, // c.addi t0, 1; c.nop
        0x0003_0313, // mv t1, t1
        0xff9f_f06f, // j COUNTED_LOOP
    };
    private static final int[] LOAD_RESERVED_CODE = {
        0x1005_35af, // lr.d a1, (a0)
    };
    /** One region of physical memory protection, over everything, open to U-mode. */
    private static final int[] OPEN_MEMORY_CODE = {
        0x3b02_9073, // csrw pmpaddr0, t0
        0x3a03_1073, // csrw pmpcfg0, t1
    };
    private static final int[] ENTER_USER_MODE_CODE = {
        0x3003_9073, // csrw mstatus, t2
        0x341e_1073, // csrw mepc, t3
        0x3020_0073, // mret
    };

    private static final int LOAD = 0x0005_3603; // ld a2, (a0)
    private static final int NEXT = 0x00b5_0533; // add a0, a0, a1
    private static final int ECALL = 0x0000_0073;

    private static final long T0 = 5, T1 = 6, T2 = 7, A0 = 10, A1 = 11, T3 = 28;
    private static final long ALL_ADDRESSES = -1;
    private static final long PMP_NAPOT_RWX = 0x1f;
    /** FS = dirty: floating point is on. MPP = 0: {@code mret} leads to U-mode. */
    static final long MSTATUS_FLOATING_POINT = 3 << 13;

    private Firmware() {}

    static void install(PhysicalMemory memory) {
        put(memory, IDLE_LOOP, IDLE_LOOP_CODE);
        put(memory, COUNTED_LOOP.begin(), COUNTED_LOOP_CODE);
        put(memory, LOAD_RESERVED, LOAD_RESERVED_CODE);
        put(memory, OPEN_MEMORY, OPEN_MEMORY_CODE);
        put(memory, ENTER_USER_MODE, ENTER_USER_MODE_CODE);
        for (int i = 0; i < TlbSize.PAGES_TO_TOUCH; i++) {
            put(memory, TOUCH_PAGES + 8L * i, new int[] {LOAD, NEXT});
            memory.setLong(PhysicalMemory.BASE + 8L * (ROOT_ENTRY + i),
                    PageTable.leafFor(PhysicalMemory.BASE, PageTable.READ | PageTable.EXECUTE));
        }
        put(memory, TOUCH_PAGES + 8L * TlbSize.PAGES_TO_TOUCH, new int[] {ECALL});
    }

    private static void put(PhysicalMemory memory, long address, int[] code) {
        for (int i = 0; i < code.length; i++) {
            memory.setInt(address + 4L * i, code[i]);
        }
    }

    /** Lets U-mode use all physical memory, as far as page tables map it. */
    static void openMemoryToUserMode(Unicorn unicorn) {
        set(unicorn, T0, ALL_ADDRESSES);
        set(unicorn, T1, PMP_NAPOT_RWX);
        unicorn.startUntil(OPEN_MEMORY, OPEN_MEMORY + 4 * OPEN_MEMORY_CODE.length);
    }

    /**
     * Goes to U-mode, with all registers 0. It has no memory there: the engine's hook for exceptions is called
     * and must stop it.
     */
    static void enterUserMode(Unicorn unicorn) {
        for (long i = 1; i < 32; i++) {
            set(unicorn, i, 0);
        }
        for (int i = 0; i < 32; i++) {
            unicorn.writeRegister(Unicorn.F0 + i, 0);
        }
        set(unicorn, T2, MSTATUS_FLOATING_POINT | PrivilegedVersion.MSTATUS_SV39);
        unicorn.start(ENTER_USER_MODE, 0);
        set(unicorn, T2, 0);
    }

    /**
     * Reads from some pages in U-mode, all of which have the same place in a TLB. The engine's hook for exceptions is called and
     * must stop it.
     *
     * @param machineMode from which that is begun, and in which the engine is again afterwards
     */
    static void touchPages(Unicorn unicorn, UnicornContext machineMode) {
        unicorn.restore(machineMode);
        long first = ROOT_ENTRY * GIGAPAGE;
        unicorn.writeRegister(Unicorn.SPTBR, PhysicalMemory.BASE / PhysicalMemory.PAGE_SIZE);
        set(unicorn, T2, MSTATUS_FLOATING_POINT | PrivilegedVersion.MSTATUS_SV39);
        set(unicorn, T3, first + TOUCH_PAGES % PhysicalMemory.PAGE_SIZE);
        set(unicorn, A0, first);
        set(unicorn, A1, GIGAPAGE);
        unicorn.start(ENTER_USER_MODE, 0);
        unicorn.restore(machineMode);
    }

    private static void set(Unicorn unicorn, long register, long value) {
        unicorn.writeRegister((int) (Unicorn.X0 + register), value);
    }
}
