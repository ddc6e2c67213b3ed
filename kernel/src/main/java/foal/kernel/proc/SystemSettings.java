package foal.kernel.proc;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.GeneratedFile;
import foal.kernel.file.Inode;
import foal.kernel.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The directory /proc/sys: limits and names of the kernel (proc(5), sysctl(8)). Most can be read only. */
final class SystemSettings {
    private final SystemFiles files;
    private final Supplier<String> hostName;

    SystemSettings(SystemFiles files, Supplier<String> hostName) {
        this.files = files;
        this.hostName = hostName;
    }

    Inode directory() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("kernel", kernel());
        all.put("vm", vm());
        all.put("fs", fs());
        all.put("net", files.directory(Map.of("core", files.directory(Map.of("somaxconn", number(4096))))));
        return files.directory(all);
    }

    private Inode kernel() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("ostype", text(SystemName.SYSTEM));
        all.put("osrelease", text(SystemName.RELEASE));
        all.put("version", text(SystemName.VERSION));
        all.put("hostname", files.file(hostName));
        all.put("domainname", text("(none)"));
        all.put("pid_max", number(32768));
        all.put("threads-max", number(32768));
        all.put("ngroups_max", number(65536));
        all.put("cap_last_cap", number(40));
        all.put("randomize_va_space", number(0));
        all.put("sched_child_runs_first", number(0));
        all.put("shmmax", text("18446744073692774399"));
        all.put("shmall", text("18446744073692774399"));
        all.put("shmmni", number(4096));
        all.put("msgmax", number(8192));
        all.put("msgmnb", number(16384));
        all.put("msgmni", number(32000));
        all.put("sem", text("32000\t1024000000\t500\t32000"));
        all.put("random", files.directory(Map.of("entropy_avail", number(256))));
        return files.directory(all);
    }

    private Inode vm() {
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("overcommit_memory", setting("1"));
        all.put("max_map_count", number(65_530));
        all.put("mmap_min_addr", number(65_536));
        all.put("swappiness", setting("0"));
        all.put("drop_caches", setting("0"));
        return files.directory(all);
    }

    private Inode fs() {
        Map<String, Inode> queues = new LinkedHashMap<>();
        queues.put("msg_default", number(10));
        queues.put("msg_max", number(10));
        queues.put("msgsize_default", number(8192));
        queues.put("msgsize_max", number(8192));
        queues.put("queues_max", number(256));
        Map<String, Inode> all = new LinkedHashMap<>();
        all.put("file-max", number(DescriptorTable.MOST));
        all.put("nr_open", number(DescriptorTable.MOST));
        all.put("pipe-max-size", number(1 << 20));
        all.put("mqueue", files.directory(queues));
        return files.directory(all);
    }

    private Inode number(long value) {
        return text(String.valueOf(value));
    }

    private Inode text(String value) {
        return files.file(() -> value + "\n");
    }

    /** What programs may set, to no effect. */
    private Inode setting(String initial) {
        return files.file(0644, new GeneratedFile.Text() {
            private String value = initial;

            @Override
            public String read(Task task) {
                return value + "\n";
            }

            @Override
            public long write(Task task, String written) {
                value = written.strip();
                return 0;
            }
        });
    }
}
