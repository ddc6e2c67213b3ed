package foal.kernel.proc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.file.GeneratedFile;
import foal.kernel.file.Inode;
import foal.kernel.task.ResourceLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The directory /proc/sys: limits and names of the kernel (proc(5), sysctl(8)). */
final class SystemSettings {
    private static final int SMALLEST_PIPE = 4096, LARGEST_PIPE = 1 << 20;

    private final SystemFiles files;
    private final Supplier<String> hostName;
    private final long memoryPages;
    private final LongConsumer largestPipe;
    private final GeneratedFile.Text corePattern;

    /** @param memoryPages how many there are @param largestPipe is told how far pipes may grow from now on */
    SystemSettings(SystemFiles files, Supplier<String> hostName, long memoryPages, LongConsumer largestPipe,
            GeneratedFile.Text corePattern) {
        this.files = files;
        this.hostName = hostName;
        this.memoryPages = memoryPages;
        this.largestPipe = largestPipe;
        this.corePattern = corePattern;
    }

    Inode directory() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("kernel", kernel());
        all.put("vm", vm());
        all.put("fs", fs());
        all.put("net", files.directory(Map.of("core", files.directory(Map.of("somaxconn", fixed(4096))))));
        return files.directory(all);
    }

    private Inode kernel() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("ostype", text(SystemName.SYSTEM));
        all.put("osrelease", text(SystemName.RELEASE));
        all.put("version", text(SystemName.VERSION));
        all.put("hostname", files.file(hostName));
        all.put("domainname", text("(none)"));
        all.put("tainted", files.file(() -> "0\n"));
        all.put("core_pattern", files.file(0644, corePattern));
        all.put("core_uses_pid", fixed(0));
        all.put("pid_max", fixed(32768));
        all.put("threads-max", fixed(32768));
        all.put("ngroups_max", fixed(65536));
        all.put("cap_last_cap", files.file(() -> "40\n"));
        all.put("printk", fixed("4\t4\t1\t7"));
        all.put("randomize_va_space", fixed(0));
        all.put("sched_child_runs_first", number(0, 0, 1));
        all.put("sched_rr_timeslice_ms", fixed(100));
        all.put("sched_rt_period_us", fixed(1_000_000));
        all.put("sched_rt_runtime_us", fixed(-1));
        all.put("shmmax", fixed(memoryPages * PAGE_SIZE));
        all.put("shmall", fixed(memoryPages));
        all.put("shmmni", fixed(4096));
        all.put("msgmax", fixed(8192));
        all.put("msgmnb", fixed(16384));
        all.put("msgmni", fixed(32000));
        all.put("sem", fixed("32000\t4000000\t500\t32000"));
        all.put("random", files.directory(Map.of("entropy_avail", files.file(() -> "256\n"))));
        return files.directory(all);
    }

    private Inode vm() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("overcommit_memory", number(1, 0, 2));
        all.put("max_map_count", fixed(65_530));
        all.put("mmap_min_addr", fixed(65_536));
        all.put("swappiness", number(0, 0, 200));
        all.put("drop_caches", number(0, 0, 4));
        return files.directory(all);
    }

    private Inode fs() {
        Map<String, Inode> queues = new LinkedHashMap<>();
        queues.put("msg_default", fixed(10));
        queues.put("msg_max", fixed(10));
        queues.put("msgsize_default", fixed(8192));
        queues.put("msgsize_max", fixed(8192));
        queues.put("queues_max", fixed(256));
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("file-max", fixed(ResourceLimits.MOST_DESCRIPTORS));
        all.put("nr_open", fixed(ResourceLimits.MOST_DESCRIPTORS));
        all.put("pipe-max-size", files.file(0644, Tunable.number(LARGEST_PIPE, SMALLEST_PIPE, LARGEST_PIPE, largestPipe)));
        all.put("lease-break-time", number(45, 0, Integer.MAX_VALUE));
        all.put("protected_hardlinks", fixed(1));
        all.put("protected_symlinks", number(0, 0, 1));
        all.put("protected_fifos", number(0, 0, 2));
        all.put("protected_regular", number(0, 0, 2));
        all.put("suid_dumpable", fixed(0));
        all.put("mqueue", files.directory(queues));
        return files.directory(all);
    }

    private Inode text(String value) {
        return files.file(() -> value + "\n");
    }

    private Inode fixed(long value) {
        return fixed(String.valueOf(value));
    }

    private Inode fixed(String value) {
        return files.file(0644, Tunable.fixed(value));
    }

    /** A number that programs may set, to no effect. */
    private Inode number(long initial, long lowest, long highest) {
        return files.file(0644, Tunable.number(initial, lowest, highest));
    }
}
