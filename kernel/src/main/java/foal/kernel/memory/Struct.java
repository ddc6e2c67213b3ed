package foal.kernel.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A C struct on its way between the kernel and a program: bytes, with fields at the offsets that the riscv64 ABI
 * gives them. Made once and used again for every call, so that a system call allocates nothing.
 */
public final class Struct {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;

    /** @param size of the struct in bytes */
    public Struct(int size) {
        bytes = new byte[size];
    }

    private Struct(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A struct that consists of these bytes. */
    public static Struct of(byte[] bytes) {
        return new Struct(bytes);
    }

    public int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Sets all bytes to 0. */
    public Struct clear() {
        Arrays.fill(bytes, (byte) 0);
        return this;
    }

    public long getLong(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public int getInt(int offset) {
        return (int) INT.get(bytes, offset);
    }

    public int getShort(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    public int getByte(int offset) {
        return bytes[offset] & 0xff;
    }

    /** The string in a field of {@code room} bytes, which ends at a NUL or with the field. */
    public String getString(int offset, int room) {
        int end = offset;
        while (end < offset + room && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    public Struct putLong(int offset, long value) {
        LONG.set(bytes, offset, value);
        return this;
    }

    public Struct putInt(int offset, int value) {
        INT.set(bytes, offset, value);
        return this;
    }

    public Struct putShort(int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
        return this;
    }

    public Struct putByte(int offset, int value) {
        bytes[offset] = (byte) value;
        return this;
    }

    /** Puts a string and a NUL into a field of {@code room} bytes. */
    public Struct putString(int offset, String text, int room) {
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(encoded.length, room - 1);
        System.arraycopy(encoded, 0, bytes, offset, length);
        Arrays.fill(bytes, offset + length, offset + room, (byte) 0);
        return this;
    }
}
