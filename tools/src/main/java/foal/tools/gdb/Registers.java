package foal.tools.gdb;

import foal.kernel.debug.TaskRegisters;

/** The registers in the order of the {@link TargetDescription}: x0 to x31, pc, f0 to f31, and the parts of fcsr. */
final class Registers {
    static final int SP = 2, FP = 8, PC = 32, F0 = 33, FFLAGS = 65, FRM = 66, FCSR = 67;
    private static final int LAST = FCSR;
    private static final int FLAGS = 0x1f, MODE = 7, MODE_SHIFT = 5;

    private Registers() {}

    /** Bytes of a register in a packet. */
    private static int size(int number) {
        return number < FFLAGS ? Long.BYTES : Integer.BYTES;
    }

    private static long get(TaskRegisters registers, int number) {
        return number < PC ? registers.x(number)
                : number == PC ? registers.pc()
                : number < FFLAGS ? registers.f(number - F0)
                : number == FFLAGS ? registers.fcsr() & FLAGS
                : number == FRM ? registers.fcsr() >> MODE_SHIFT & MODE
                : registers.fcsr();
    }

    private static void set(TaskRegisters registers, int number, long value) {
        if (number < PC) {
            registers.setX(number, value);
        } else if (number == PC) {
            registers.setPc(value);
        } else if (number < FFLAGS) {
            registers.setF(number - F0, value);
        } else if (number == FFLAGS) {
            registers.setFcsr(registers.fcsr() & ~FLAGS | (int) value & FLAGS);
        } else if (number == FRM) {
            registers.setFcsr(registers.fcsr() & FLAGS | ((int) value & MODE) << MODE_SHIFT);
        } else {
            registers.setFcsr((int) value);
        }
    }

    /** One of them in hexadecimal digits. */
    static String text(TaskRegisters registers, int number) throws BadPacket {
        if (number > LAST) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        return Hex.ofRegister(get(registers, number), size(number));
    }

    /** All of them. */
    static String text(TaskRegisters registers) throws BadPacket {
        StringBuilder all = new StringBuilder();
        for (int number = 0; number <= LAST; number++) {
            all.append(text(registers, number));
        }
        return all.toString();
    }

    static void write(TaskRegisters registers, int number, byte[] bytes) throws BadPacket {
        if (number > LAST || bytes.length != size(number)) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        set(registers, number, Hex.register(bytes, 0, bytes.length));
    }

    /** Writes the first of them, as far as there are bytes. */
    static void write(TaskRegisters registers, byte[] bytes) {
        int offset = 0;
        for (int number = 0; number <= LAST && offset + size(number) <= bytes.length; number++) {
            set(registers, number, Hex.register(bytes, offset, size(number)));
            offset += size(number);
        }
    }
}
