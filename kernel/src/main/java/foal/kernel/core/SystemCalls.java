package foal.kernel.core;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import foal.kernel.device.RandomBytes;
import foal.kernel.file.FileContext;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** System calls about the system as a whole: its name, its load, its random numbers. */
public final class SystemCalls {
    private static final long NANOS = 1_000_000_000L;
    private final FrameTable frames;
    private final Clock clock;
    private final Processes processes;
    private final RandomBytes random;
    private final UserBuffer buffer = new UserBuffer();
    private final Struct sysinfo = new Struct(112);
    private final UtsNames names;

    SystemCalls(FrameTable frames, Clock clock, Processes processes, RandomGenerator random, UtsNames names) {
        this.frames = frames;
        this.clock = clock;
        this.processes = processes;
        this.random = new RandomBytes(random);
        this.names = names;
    }

    /** Flags of getrandom(2). */
    public enum RandomFlag implements Symbolic {
        GRND_NONBLOCK(1), GRND_RANDOM(2), GRND_INSECURE(4);

        private static final int ALL = 7;
        private final int value;

        RandomFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 160, doc = "get the system's name")
    public long uname(Task task, @Out(Data.UTSNAME) long buf) {
        List<String> fields = names.all();
        Struct name = new Struct(fields.size() * UtsNames.FIELD);
        for (int i = 0; i < fields.size(); i++) {
            name.putString(i * UtsNames.FIELD, fields.get(i), UtsNames.FIELD);
        }
        return task.memory().write(buf, name) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 278, doc = "get random bytes", differs = "They come from the seed of the run.")
    public long getrandom(Task task, @Out(value = Data.BINARY, length = "return") long buf, long buflen,
            @Flags(RandomFlag.class) int flags) {
        boolean contradiction = RandomFlag.GRND_RANDOM.in(flags) && RandomFlag.GRND_INSECURE.in(flags);
        if ((flags & ~RandomFlag.ALL) != 0 || contradiction) {
            return EINVAL.result();
        }
        long wanted = buflen < 0 ? Integer.MAX_VALUE : Math.min(buflen, Integer.MAX_VALUE);
        if (!UserMemory.mayBeUsers(buf, wanted)) {
            return EFAULT.result();
        }
        return random.give(buffer.reset(task.memory()).add(buf, wanted));
    }

    @Syscall(nr = 166, doc = "set the permissions that new files do not get", returns = Syscall.Returns.PERMISSIONS)
    public long umask(Task task, @Octal int mask) {
        int before = FileContext.of(task).umask();
        FileContext.of(task).setUmask(mask & 0777);
        return before;
    }

    @Syscall(nr = 179, doc = "find out how the system is used", differs = "The load is always 0.")
    public long sysinfo(Task task, @Out(Data.SYSINFO) long info) {
        int tasks = processes.all().stream().mapToInt(process -> process.tasks().size()).sum();
        sysinfo.clear().putLong(0, clock.monotonic() / NANOS)
                .putLong(32, (long) frames.total() * PAGE_SIZE).putLong(40, (long) (frames.total() - frames.used()) * PAGE_SIZE)
                .putShort(80, tasks).putInt(104, 1);
        return task.memory().write(info, sysinfo) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 161, doc = "name the system")
    public long sethostname(Task task, @In(value = Data.BYTES, length = "len") long name, int len) {
        return setName(task, names::setNode, name, len);
    }

    @Syscall(nr = 162, doc = "name the system's domain")
    public long setdomainname(Task task, @In(value = Data.BYTES, length = "len") long name, int len) {
        return setName(task, names::setDomain, name, len);
    }

    private static long setName(Task task, Consumer<String> setter, long name, int length) {
        if (!task.process().credentials().has(Capability.CAP_SYS_ADMIN)) {
            return EPERM.result();
        }
        if (length < 0 || length >= UtsNames.FIELD) {
            return EINVAL.result();
        }
        byte[] given = new byte[length];
        if (task.memory().read(name, given, 0, length) < length) {
            return EFAULT.result();
        }
        setter.accept(new String(given, ISO_8859_1));
        return 0;
    }
}
