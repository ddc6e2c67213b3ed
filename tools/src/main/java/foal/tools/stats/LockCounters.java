package foal.tools.stats;

import foal.kernel.exec.ElfFile;
import foal.kernel.exec.Program;
import foal.kernel.file.RegularFile;
import foal.kernel.task.Task;
import foal.kernel.trace.ElfSymbols;
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
        Program program = Program.of(task.process());
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
        boolean isFixed = ElfFile.peek(file) instanceof ElfFile.Parsed.Executable(ElfFile elf) && !elf.isRelocatable();
        return isFixed ? ElfSymbols.of(file).getOrDefault(SYMBOL, (long) NONE) : NONE;
    }
}
