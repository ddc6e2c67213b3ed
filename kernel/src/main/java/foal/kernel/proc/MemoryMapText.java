package foal.kernel.proc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.file.Dentry;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Protection;
import java.util.Optional;

/** What /proc/PID/maps and /proc/PID/smaps tell of the mappings of an address space (proc(5)). */
final class MemoryMapText {
    private static final int KILOBYTE = 1024;

    private MemoryMapText() {}

    /** A line for each mapping. */
    static String maps(AddressSpace space) {
        StringBuilder text = new StringBuilder();
        space.mappings().forEach(mapping -> text.append(line(mapping)));
        return text.toString();
    }

    /** The same, and for each how much of it is in memory. Which pages are shared with other processes is not told. */
    static String smaps(AddressSpace space) {
        StringBuilder text = new StringBuilder();
        for (Mapping mapping : space.mappings()) {
            long resident = space.residency().count(mapping.start(), mapping.end()) * PAGE_SIZE;
            text.append(line(mapping));
            amount(text, "Size", mapping.length());
            amount(text, "KernelPageSize", PAGE_SIZE);
            amount(text, "MMUPageSize", PAGE_SIZE);
            amount(text, "Rss", resident);
            amount(text, "Swap", 0); // nothing is ever swapped out
            amount(text, "SwapPss", 0);
            amount(text, "Locked", mapping.locked() ? resident : 0);
            text.append("VmFlags: ").append(flags(mapping)).append('\n');
        }
        return text.toString();
    }

    private static void amount(StringBuilder text, String name, long bytes) {
        text.append(String.format("%-16s%8d kB%n", name + ":", bytes / KILOBYTE).replace("\r", ""));
    }

    private static String line(Mapping mapping) {
        Optional<Dentry> file = mapping.label() instanceof Dentry entry ? Optional.of(entry) : Optional.empty();
        long device = file.map(entry -> (long) entry.inode().fileSystem().device()).orElse(0L);
        String place = String.format("%08x-%08x %s %08x 00:%02x %d ", mapping.start(), mapping.end(), rights(mapping),
                mapping.backing().isPresent() ? mapping.offset() : 0, device, file.map(entry -> entry.inode().number()).orElse(0L));
        String label = String.valueOf(mapping.label());
        return (label.isEmpty() ? place : String.format("%-73s%s", place, label)) + "\n";
    }

    private static String rights(Mapping mapping) {
        int allowed = mapping.protection();
        return (Protection.PROT_READ.in(allowed) ? "r" : "-") + (Protection.PROT_WRITE.in(allowed) ? "w" : "-")
                + (Protection.PROT_EXEC.in(allowed) ? "x" : "-") + (mapping.shared() ? "s" : "p");
    }

    /** The rights, those that mprotect may add, and other properties, by two letters each. */
    private static String flags(Mapping mapping) {
        int allowed = mapping.protection();
        return (Protection.PROT_READ.in(allowed) ? "rd " : "") + (Protection.PROT_WRITE.in(allowed) ? "wr " : "")
                + (Protection.PROT_EXEC.in(allowed) ? "ex " : "") + (mapping.shared() ? "sh " : "")
                + "mr " + (mapping.mayBeWritable() ? "mw " : "") + "me " + (mapping.growsDown() ? "gd " : "")
                + (mapping.locked() ? "lo " : "");
    }
}
