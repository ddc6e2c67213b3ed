package foal.kernel.tty;

import foal.kernel.memory.Struct;

/** {@code struct termios}: the modes of a terminal and its special characters (termios(3)). */
public final class Termios {
    /** Bytes of the struct as the kernel has it: four flag words, the line discipline, the characters. */
    public static final int SIZE = 36;

    // Input modes.
    public static final int ISTRIP = 0x20, INLCR = 0x40, IGNCR = 0x80, ICRNL = 0x100, IUCLC = 0x200, IXON = 0x400,
            IXANY = 0x800, IUTF8 = 0x4000;
    // Output modes; TABDLY is a field of which XTABS is the one value that means anything.
    public static final int OPOST = 0x1, OLCUC = 0x2, ONLCR = 0x4, OCRNL = 0x8, ONOCR = 0x10, ONLRET = 0x20,
            TABDLY = 0x1800, XTABS = 0x1800;
    // Control modes: of a serial line, which this is not. They are only kept.
    private static final int B38400 = 0xf, CS8 = 0x30, CREAD = 0x80;
    // Local modes.
    public static final int ISIG = 0x1, ICANON = 0x2, ECHO = 0x8, ECHOE = 0x10, ECHOK = 0x20, ECHONL = 0x40, NOFLSH = 0x80,
            TOSTOP = 0x100, ECHOCTL = 0x200, ECHOKE = 0x800, IEXTEN = 0x8000;
    // Special characters: their places in c_cc.
    public static final int VINTR = 0, VQUIT = 1, VERASE = 2, VKILL = 3, VEOF = 4, VTIME = 5, VMIN = 6, VSTART = 8,
            VSTOP = 9, VSUSP = 10, VEOL = 11, VREPRINT = 12, VWERASE = 14, VLNEXT = 15, VEOL2 = 16;

    private static final int CHARACTERS = 17;
    /** A special character of this value does not exist (_POSIX_VDISABLE). */
    private static final int DISABLED = 0;
    private static final byte[] STANDARD_CHARACTERS = {
        'C' - 64, '\\' - 64, 0x7f, 'U' - 64, 'D' - 64, 0, 1, DISABLED, 'Q' - 64, 'S' - 64, 'Z' - 64, DISABLED, 'R' - 64,
        'O' - 64, 'W' - 64, 'V' - 64, DISABLED};

    private final Struct struct = new Struct(SIZE);

    /** The modes of a terminal that nobody has changed: it edits lines, echoes and sends signals. */
    public Termios() {
        struct.putInt(0, ICRNL | IXON | IUTF8).putInt(4, OPOST | ONLCR).putInt(8, B38400 | CS8 | CREAD)
                .putInt(12, ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN);
        for (int i = 0; i < CHARACTERS; i++) {
            struct.putByte(17 + i, STANDARD_CHARACTERS[i]);
        }
    }

    /** Modes as a program has given them. */
    public Termios(Struct given) {
        for (int i = 0; i < SIZE; i++) {
            struct.putByte(i, given.getByte(i));
        }
    }

    /** As a program is given them. */
    public Struct struct() {
        return struct;
    }

    public boolean input(int mode) {
        return (struct.getInt(0) & mode) != 0;
    }

    public boolean output(int mode) {
        return (struct.getInt(4) & mode) != 0;
    }

    boolean expandsTabs() {
        return (struct.getInt(4) & TABDLY) == XTABS;
    }

    public boolean local(int mode) {
        return (struct.getInt(12) & mode) != 0;
    }

    /** Whether all of these local modes are on. */
    boolean localAll(int modes) {
        return (struct.getInt(12) & modes) == modes;
    }

    /** A special character, or VMIN or VTIME. */
    public int character(int which) {
        return struct.getByte(17 + which);
    }

    /** Whether a byte is that special character. */
    public boolean is(int which, int c) {
        return c == character(which) && c != DISABLED;
    }

    /** These modes with some input, output and local modes on or off, and else the same. */
    public Termios with(int inputModes, int outputModes, int localModes, boolean on) {
        Termios changed = new Termios(struct);
        int[] modes = {inputModes, outputModes, 0, localModes};
        for (int word = 0; word < modes.length; word++) {
            int before = struct.getInt(4 * word);
            changed.struct.putInt(4 * word, on ? before | modes[word] : before & ~modes[word]);
        }
        return changed;
    }

    /** These modes with another special character. */
    public Termios with(int which, int c) {
        Termios changed = new Termios(struct);
        changed.struct.putByte(17 + which, c);
        return changed;
    }
}
