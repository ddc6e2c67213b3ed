package foal.kernel.proc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.GeneratedFile;
import foal.kernel.file.Inode;
import foal.kernel.file.Symlink;
import foal.kernel.memory.FrameTable;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The files of /proc that are about the system as a whole. */
public final class SystemFiles {
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_NUMBER = 16;

    private final FileSystem fileSystem;
    private final FileTree tree;
    private final FrameTable frames;
    private final Processes processes;
    private final Clock clock;
    private final int harts;
    private long lastNumber = FIRST_NUMBER;

    /** @param harts how many there are */
    public SystemFiles(FileSystem fileSystem, FileTree tree, FrameTable frames, Processes processes, Clock clock, int harts) {
        this.fileSystem = fileSystem;
        this.tree = tree;
        this.frames = frames;
        this.processes = processes;
        this.clock = clock;
        this.harts = harts;
    }

    /**
     * All of them, by their names.
     *
     * @param hostName what the machine is called now, with a line's end
     * @param more texts by their paths, of which each is a name or one in a directory: those of chapters
     * @param largestPipe is told how far pipes may grow from now on, in bytes
     * @param corePattern says where cores go
     */
    public Map<String, Inode> all(Supplier<String> hostName, Map<String, Supplier<String>> more, LongConsumer largestPipe,
            GeneratedFile.Text corePattern) {
        Map<String, Inode> files = new LinkedHashMap<>();
        files.put("cmdline", file(() -> "foal\n"));
        files.put("cpuinfo", file(this::cpuInfo));
        files.put("filesystems", file(this::fileSystems));
        files.put("loadavg", file(this::loadAverage));
        files.put("meminfo", file(this::memoryInfo));
        files.put("mounts", new Symlink(fileSystem, ++lastNumber, _ -> "self/mounts"));
        files.put("stat", file(this::statistics));
        files.put("swaps", file(() -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"));
        files.put("uptime", file(this::uptime));
        files.put("version", file(() -> SystemName.SYSTEM + " version " + SystemName.RELEASE + " " + SystemName.VERSION + "\n"));
        files.put("sys", new SystemSettings(this, hostName, frames.total(), largestPipe, corePattern).directory());
        addTexts(files, more);
        return files;
    }

    private void addTexts(Map<String, Inode> files, Map<String, Supplier<String>> texts) {
        Map<String, Map<String, Inode>> directories = new LinkedHashMap<>();
        texts.forEach((path, text) -> {
            int slash = path.indexOf('/');
            Map<String, Inode> into = slash < 0 ? files
                    : directories.computeIfAbsent(path.substring(0, slash), _ -> new LinkedHashMap<>());
            into.put(path.substring(slash + 1), file(text));
        });
        directories.forEach((name, entries) -> files.put(name, directory(entries)));
    }

    GeneratedFile file(Supplier<String> text) {
        return new GeneratedFile(fileSystem, ++lastNumber, 0444, _ -> text.get());
    }

    GeneratedFile file(int permissions, GeneratedFile.Text text) {
        return new GeneratedFile(fileSystem, ++lastNumber, permissions, text);
    }

    FixedDirectory directory(Map<String, Inode> entries) {
        return new FixedDirectory(fileSystem, ++lastNumber, entries);
    }

    // ---- texts -------------------------------------------------------------------------------------------------

    private String cpuInfo() {
        StringBuilder text = new StringBuilder();
        for (int hart = 0; hart < harts; hart++) {
            text.append("""
                    processor\t: %d
                    hart\t\t: %d
                    isa\t\t: rv64imafdc
                    mmu\t\t: sv39
                    uarch\t\t: foal,unicorn

                    """.formatted(hart, hart));
        }
        return text.toString();
    }

    private String fileSystems() {
        StringBuilder text = new StringBuilder();
        for (FileSystem.Kind kind : FileSystem.Kind.values()) {
            text.append("nodev\t").append(kind.title()).append('\n');
        }
        return text.toString();
    }

    /** Loads as such are averages over minutes; what is asked for mostly is how many tasks there are. */
    private String loadAverage() {
        long running = count(Task.State.RUNNING) + count(Task.State.RUNNABLE);
        long all = processes.all().stream().mapToLong(process -> Math.max(1, process.tasks().size())).sum();
        int newest = processes.all().stream().mapToInt(Process::pid).max().orElse(0);
        return "0.00 0.00 0.00 " + running + "/" + all + " " + newest + "\n";
    }

    private long count(Task.State state) {
        return processes.all().stream().flatMap(process -> process.tasks().stream()).filter(task -> task.state() == state).count();
    }

    private String memoryInfo() {
        long total = frames.total();
        long free = total - frames.used();
        StringBuilder text = new StringBuilder();
        Map<String, Long> pages = new LinkedHashMap<>();
        pages.put("MemTotal", total);
        pages.put("MemFree", free);
        pages.put("MemAvailable", free);
        for (String none : new String[] {"Buffers", "Cached", "SwapCached", "SwapTotal", "SwapFree", "Shmem", "Slab", "SReclaimable"}) {
            pages.put(none, 0L);
        }
        pages.forEach((name, count) -> text.append(String.format("%-16s%8d kB%n", name + ":", count * PAGE_SIZE / 1024)));
        return text.toString().replace("\r", "");
    }

    private String statistics() {
        long busy = busyTicks();
        long all = clock.monotonic() / ProcessText.TICK;
        StringBuilder each = new StringBuilder();
        for (int hart = 0; hart < harts; hart++) {
            each.append("cpu").append(hart).append(times(busy / harts, all));
        }
        long boot = (clock.realtime() - clock.monotonic()) / SECOND;
        return "cpu " + times(busy, harts * all) + each + "intr 0\nctxt 0\nbtime " + boot + "\nprocesses "
                + processes.all().size() + "\nprocs_running " + Math.max(1, count(Task.State.RUNNABLE)) + "\nprocs_blocked 0\n";
    }

    private static String times(long busy, long all) {
        return " " + busy + " 0 0 " + Math.max(0, all - busy) + " 0 0 0 0 0 0\n";
    }

    private long busyTicks() {
        return processes.all().stream().mapToLong(process -> process.usage().cpuTime(clock.monotonic()) + process.usage().childrenTime()).sum()
                / ProcessText.TICK;
    }

    private String uptime() {
        long now = clock.monotonic();
        long idle = Math.max(0, now - busyTicks() * ProcessText.TICK);
        return seconds(now) + " " + seconds(idle) + "\n";
    }

    private static String seconds(long nanoseconds) {
        return nanoseconds / SECOND + String.format(".%02d", nanoseconds % SECOND / ProcessText.TICK);
    }
}
