package foal.kernel.tty;

import foal.kernel.memory.Struct;

/** {@code struct winsize}: what fits into a terminal's window, each number from 0 to 65535. */
public record WindowSize(int rows, int columns, int width, int height) {
    /** What terminals had when they were made of glass. */
    public static final WindowSize STANDARD = new WindowSize(24, 80, 0, 0);

    /** Bytes of the struct. */
    static final int SIZE = 8;

    static WindowSize of(Struct struct) {
        return new WindowSize(struct.getShort(0), struct.getShort(2), struct.getShort(4), struct.getShort(6));
    }

    Struct put(Struct struct) {
        return struct.putShort(0, rows).putShort(2, columns).putShort(4, width).putShort(6, height);
    }
}
