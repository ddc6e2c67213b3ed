package foal.tools.stats;

import foal.kernel.exec.Program;
import foal.kernel.file.RegularFile;
import foal.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * What programs count themselves in the locks of userland/sync: their variable {@code lock_statistics} (sync/statistics.h)
 * is found by its name and looked at from outside. Looking changes nothing.
 */
final class LockCounters {
    private static final String SYMBOL = "lock_statistics";
    private static final int NONE = 0;

    // ELF-64 (System V ABI, chapters 4 and 5): fields of the file's header, of those of sections, and of symbols.
    private static final int TYPE = 16, SECTIONS = 40, SECTION_COUNT = 60, SECTION_SIZE = 64, HEADER_SIZE = 64;
    private static final int FIXED_ADDRESSES = 2; // ET_EXEC
    private static final int SECTION_TYPE = 4, OFFSET = 24, SIZE = 32, LINK = 40, SYMBOL_TABLE = 2;
    private static final int SYMBOL_SIZE = 24, SYMBOL_VALUE = 8;
    private static final int LARGEST_FILE = 64 << 20;

    private final Map<RegularFile, Long> addresses = new HashMap<>();

    /** How often a lock was taken, and how often somebody looked at a lock that another had. */
    record Counts(long acquisitions, long spins) {
        static final Counts ZERO = new Counts(0, 0);

        Counts plus(Counts later, Counts earlier) {
            return new Counts(acquisitions + later.acquisitions - earlier.acquisitions, spins + later.spins - earlier.spins);
        }
    }

    /** What the program that a task runs has counted by now. */
    Counts of(Task task) {
        Program program = task.process().program();
        long address = program != null && program.file().inode() instanceof RegularFile file
                ? addresses.computeIfAbsent(file, LockCounters::find) : NONE;
        byte[] bytes = new byte[16];
        if (address == NONE || task.memory().peek(address, bytes, 16) < 16) {
            return Counts.ZERO;
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Counts(words.getLong(0), words.getLong(8));
    }

    private static long find(RegularFile file) {
        try {
            return file.size() > LARGEST_FILE ? NONE : find(contents(file));
        } catch (IndexOutOfBoundsException _) {
            return NONE; // its tables lead out of it: the guest has made it
        }
    }

    private static ByteBuffer contents(RegularFile file) {
        ByteBuffer whole = ByteBuffer.allocate(Math.max(HEADER_SIZE, (int) file.size())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] piece = new byte[1 << 16];
        for (int read = file.read(0, piece); read > 0 && read <= whole.remaining(); read = file.read(whole.position(), piece)) {
            whole.put(piece, 0, read);
        }
        return whole;
    }

    private static long find(ByteBuffer elf) {
        int sections = (int) elf.getLong(SECTIONS);
        for (int i = 0; elf.getShort(TYPE) == FIXED_ADDRESSES && i < elf.getShort(SECTION_COUNT); i++) {
            int section = sections + i * SECTION_SIZE;
            if (elf.getInt(section + SECTION_TYPE) == SYMBOL_TABLE) {
                int names = sections + elf.getInt(section + LINK) * SECTION_SIZE;
                return find(elf, (int) elf.getLong(section + OFFSET), (int) elf.getLong(section + SIZE), (int) elf.getLong(names + OFFSET));
            }
        }
        return NONE;
    }

    private static long find(ByteBuffer elf, int symbols, int size, int names) {
        for (int symbol = symbols; symbol < symbols + size; symbol += SYMBOL_SIZE) {
            if (isNamed(elf, names + elf.getInt(symbol))) {
                return elf.getLong(symbol + SYMBOL_VALUE);
            }
        }
        return NONE;
    }

    private static boolean isNamed(ByteBuffer elf, int name) {
        for (int i = 0; i < SYMBOL.length(); i++) {
            if (elf.get(name + i) != SYMBOL.charAt(i)) {
                return false;
            }
        }
        return elf.get(name + SYMBOL.length()) == 0;
    }
}
