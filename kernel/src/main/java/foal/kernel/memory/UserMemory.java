package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The only way for the kernel to follow a program's pointers: page by page through the page table, with the
 * program's own rights. A bad pointer is EFAULT, which is for the caller to return.
 *
 * <p>Strings are carried as ISO 8859-1, a char for each byte, so that any bytes survive.
 */
public final class UserMemory implements ByteSource, ByteSink {
    private final AddressSpace space;
    private final PhysicalMemory memory;

    public UserMemory(AddressSpace space, PhysicalMemory memory) {
        this.space = space;
        this.memory = memory;
    }

    /** Whether addresses lie where programs can have memory, mapped or not: what is checked before a call blocks. */
    public static boolean mayBeUsers(long address, long length) {
        return address >= 0 && length >= 0 && address <= PageTable.USER_END - length;
    }

    // ---- copies, page by page ----------------------------------------------------------------------------------

    /** What is done with a piece of the program's memory that lies within one page: copied, one way or the other, or cleared. */
    private interface Step {
        /** @param array and {@code at}: a place in an array of the kernel's; or without an array, that physical address */
        void on(PhysicalMemory memory, long physical, byte[] array, long at, int length);
    }

    // They capture nothing, so a copy makes no object.
    private static final Step READ = (memory, physical, into, at, length) -> memory.read(physical, into, (int) at, length);
    private static final Step WRITE = (memory, physical, from, at, length) -> memory.write(physical, from, (int) at, length);
    private static final Step READ_TO_FRAME = (memory, physical, _, at, length) -> memory.copy(physical, at, length);
    private static final Step WRITE_FROM_FRAME = (memory, physical, _, at, length) -> memory.copy(at, physical, length);
    private static final Step CLEAR = (memory, physical, _, _, length) -> memory.clear(physical, length);

    /** @return how many bytes before the first bad page */
    private int forEachPage(long address, int length, Access access, Step step, byte[] array, long at) {
        int done = 0;
        while (done < length) {
            long physical = physical(address + done, access);
            if (physical == 0) {
                break;
            }
            int chunk = chunk(physical, length - done);
            step.on(memory, physical, array, at + done, chunk);
            done += chunk;
        }
        return done;
    }

    /** Copies bytes from the program. @return how many could be read before the first bad page */
    @Override
    public int read(long address, byte[] into, int offset, int length) {
        return forEachPage(address, length, Access.LOAD, READ, into, offset);
    }

    /** Copies bytes to the program. @return how many could be written before the first bad page */
    @Override
    public int write(long address, byte[] from, int offset, int length) {
        return forEachPage(address, length, Access.STORE, WRITE, from, offset);
    }

    /** Copies from a frame of the kernel's to the program. @return how many bytes before the first bad page */
    @Override
    public int writeFrom(long address, long source, int length) {
        return forEachPage(address, length, Access.STORE, WRITE_FROM_FRAME, null, source);
    }

    /** Copies from the program to a frame of the kernel's. @return how many bytes before the first bad page */
    @Override
    public int readTo(long address, long destination, int length) {
        return forEachPage(address, length, Access.LOAD, READ_TO_FRAME, null, destination);
    }

    /** Writes zeros. @return how many bytes before the first bad page */
    @Override
    public int clear(long address, int length) {
        return forEachPage(address, length, Access.STORE, CLEAR, null, 0);
    }

    /** What {@link #copy} returns when it is the source, or the target, that has a bad address. */
    public static final int BAD_SOURCE = -1, BAD_TARGET = -2;

    /** Copies bytes from this program to another, or within it. @return their number, or which address is bad */
    public int copy(long from, UserMemory target, long to, int length) {
        int done = copyPiece(from, target, to, length);
        while (done > 0 && done < length) {
            int piece = copyPiece(from + done, target, to + done, length - done);
            done = piece < 0 ? piece : done + piece;
        }
        return done;
    }

    /** The same up to the end of a page on either side. */
    private int copyPiece(long from, UserMemory target, long to, int length) {
        if (length == 0) {
            return 0;
        }
        long source = physical(from, Access.LOAD);
        if (source == 0) {
            return BAD_SOURCE;
        }
        long sink = target.physical(to, Access.STORE);
        if (sink == 0) {
            return BAD_TARGET;
        }
        int chunk = chunk(sink, chunk(source, length));
        memory.copy(source, sink, chunk);
        return chunk;
    }

    // ---- structs, words and strings ----------------------------------------------------------------------------

    /** Reads a struct. @return false for EFAULT */
    public boolean read(long address, Struct into) {
        return read(address, into, into.size());
    }

    /** Reads the first {@code length} bytes of a struct. @return false for EFAULT */
    public boolean read(long address, Struct into, int length) {
        return read(address, into.bytes(), 0, length) == length;
    }

    /** Writes a struct. @return false for EFAULT */
    public boolean write(long address, Struct from) {
        return write(address, from, from.size());
    }

    /** Writes the first {@code length} bytes of a struct. @return false for EFAULT */
    public boolean write(long address, Struct from, int length) {
        return write(address, from.bytes(), 0, length) == length;
    }

    /** Writes an {@code int}. @return false for EFAULT */
    public boolean writeInt(long address, int value) {
        long physical = physical(address, Access.STORE);
        if (physical == 0 || (address & 3) != 0) {
            return write(address, new Struct(4).putInt(0, value));
        }
        memory.setInt(physical, value);
        return true;
    }

    /**
     * Reads a NUL-terminated string.
     *
     * @return empty for EFAULT; a string of {@code limit} chars if there was no NUL among as many bytes
     */
    public Optional<String> readString(long address, int limit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long at = address;
        while (bytes.size() < limit) {
            long physical = physical(at, Access.LOAD);
            if (physical == 0) {
                return Optional.empty();
            }
            int chunk = chunk(physical, limit - bytes.size());
            for (int i = 0; i < chunk; i++) {
                byte b = memory.getByte(physical + i);
                if (b == 0) {
                    return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
                }
                bytes.write(b);
            }
            at += chunk;
        }
        return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    /** The physical address of an aligned 32-bit word, which names a futex whoever maps it; 0 for EFAULT. */
    public long physicalWord(long address) {
        return physical(address, Access.LOAD);
    }

    /** The address space that it follows pointers in. */
    public AddressSpace space() {
        return space;
    }

    /** What the frames are in. */
    public PhysicalMemory physical() {
        return memory;
    }

    /** Reads for an observer: brings no page in and changes nothing. @return how many bytes could be read */
    public int peek(long address, byte[] into, int length) {
        int done = 0;
        while (done < length) {
            long at = address + done;
            int chunk = (int) Math.min(length - done, PAGE_SIZE - (at & PAGE_SIZE - 1));
            if (!isUser(at) || !space.residency().peek(at, into, done, chunk)) {
                break;
            }
            done += chunk;
        }
        return done;
    }

    private long physical(long address, Access access) {
        return space.translate(address, access);
    }

    private static boolean isUser(long address) {
        return address >= 0 && address < PageTable.USER_END;
    }

    private static int chunk(long physical, int wanted) {
        return (int) Math.min(wanted, PAGE_SIZE - (physical & PAGE_SIZE - 1));
    }
}
