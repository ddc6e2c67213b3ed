package foal.kernel.coredump;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.exec.Program;
import foal.kernel.file.FileTree;
import foal.kernel.file.FilesOnBehalf;
import foal.kernel.file.GeneratedFile;
import foal.kernel.file.OpenFile;
import foal.kernel.syscall.Errno;
import foal.kernel.task.CoreDumper;
import foal.kernel.task.Process;
import foal.kernel.task.Resource;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.Optional;

/** Writes cores: for whom, and to which file. */
public final class CoreDumps implements CoreDumper {
    private static final int LONGEST_PATTERN = 127;
    private static final int OWNER_ONLY = 0600;

    private final FilesOnBehalf files;
    private final Clock clock;
    private String pattern = "core";

    public CoreDumps(FileTree tree, Clock clock) {
        files = new FilesOnBehalf(tree);
        this.clock = clock;
    }

    /**
     * There is one for who may have one of a page at least (RLIMIT_CORE), is dumpable (prctl(2)), has not taken on other
     * rights than those of its user, and runs a program that its user may read: it is the user's to look at.
     */
    @Override
    public boolean dump(Task task, SignalInfo info) {
        Process process = task.process();
        long limit = process.limits().soft(Resource.RLIMIT_CORE);
        boolean isTooLittle = Long.compareUnsigned(limit, PAGE_SIZE) < 0;
        if (isTooLittle || !process.isDumpable() || !process.credentials().areOfOneUser()
                || !files.mayRead(task, Program.of(process).file()) || pattern.isEmpty()) {
            return false;
        }
        Optional<OpenFile> file = files.replace(task, name(task, info), OWNER_ONLY);
        file.ifPresent(it -> {
            CoreOutput output = new CoreOutput(task, it, limit);
            new CoreImage(task, info, clock).write(output);
            output.finish();
            it.release();
        });
        return file.isPresent();
    }

    /** The pattern with what its percent signs stand for. */
    private String name(Task task, SignalInfo info) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '%') {
                name.append(pattern.charAt(i));
            } else if (++i < pattern.length()) {
                name.append(meaning(pattern.charAt(i), task, info));
            }
        }
        return name.toString();
    }

    private String meaning(char letter, Task task, SignalInfo info) {
        Process process = task.process();
        return switch (letter) {
            case '%' -> "%";
            case 'p', 'P' -> String.valueOf(process.pid());
            case 'i', 'I' -> String.valueOf(task.tid());
            case 'u' -> String.valueOf(process.credentials().realUser());
            case 'g' -> String.valueOf(process.credentials().realGroup());
            case 's' -> String.valueOf(info.signal());
            case 't' -> String.valueOf(clock.realtime() / 1_000_000_000);
            case 'e' -> task.name().replace('/', '!');
            case 'E' -> Program.of(process).path().replace('/', '!');
            case 'c' -> Long.toUnsignedString(process.limits().soft(Resource.RLIMIT_CORE));
            default -> "";
        };
    }

    /** The text of /proc/sys/kernel/core_pattern. No core goes to a program: a pattern that begins with a bar is refused. */
    public GeneratedFile.Text pattern() {
        return new GeneratedFile.Text() {
            @Override
            public String read(Task task) {
                return pattern + "\n";
            }

            @Override
            public long write(Task task, String written) {
                int end = written.indexOf('\n');
                String wanted = end < 0 ? written : written.substring(0, end);
                if (wanted.length() > LONGEST_PATTERN || wanted.startsWith("|") || wanted.indexOf('\0') >= 0) {
                    return Errno.EINVAL.result();
                }
                pattern = wanted;
                return 0;
            }
        };
    }
}
