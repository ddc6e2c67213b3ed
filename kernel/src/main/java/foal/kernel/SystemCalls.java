package foal.kernel;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.exec.Loader;
import foal.kernel.file.DescriptorTable;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** System calls about the system as a whole: its name, its limits, its users, its random numbers. */
public final class SystemCalls {
    private static final int UTSNAME_FIELD = 65;
    private static final long UNLIMITED = -1;
    /** Random bytes that are made at a time. */
    private static final int CHUNK = 256;

    private final Processes processes;
    private final RandomGenerator random;
    private final Struct limits = new Struct(16);
    private final byte[] chunk = new byte[CHUNK];

    SystemCalls(Processes processes, RandomGenerator random) {
        this.processes = processes;
        this.random = random;
    }

    /** Resources that can be limited (prlimit(2)). */
    public enum Resource implements Symbolic {
        RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
        RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_LOCKS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME;

        @Override
        public long value() {
            return ordinal();
        }
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

    @Syscall(nr = 160, doc = "tell the system's name")
    public long uname(Task task, @Out(Data.UTSNAME) long buf) {
        String[] fields = {"Linux", "foal", "6.12.0-foal", "#1 Foal", "riscv64", "(none)"};
        Struct name = new Struct(fields.length * UTSNAME_FIELD);
        for (int i = 0; i < fields.length; i++) {
            name.putString(i * UTSNAME_FIELD, fields[i], UTSNAME_FIELD);
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
        long done = 0;
        while (done < wanted) {
            random.nextBytes(chunk);
            int length = (int) Math.min(CHUNK, wanted - done);
            int written = task.memory().write(buf + done, chunk, 0, length);
            done += written;
            if (written < length) {
                return done == 0 ? EFAULT.result() : done;
            }
        }
        return done;
    }

    @Syscall(nr = 261, doc = "read and change limits on resources",
            differs = "RLIMIT_NOFILE is enforced; other limits cannot be lowered (EPERM).")
    public long prlimit64(Task task, int pid, @OneOf(Resource.class) int resource, @In(Data.RLIMIT) long new_limit,
            @Out(Data.RLIMIT) long old_limit) {
        if (resource < 0 || resource >= Resource.values().length) {
            return EINVAL.result();
        }
        Optional<Process> process = pid == 0 ? Optional.of(task.process()) : processes.find(pid);
        if (process.isEmpty()) {
            return ESRCH.result();
        }
        DescriptorTable descriptors = process.get().descriptors();
        long soft = switch (Resource.values()[resource]) {
            case RLIMIT_NOFILE -> descriptors.limit();
            case RLIMIT_STACK -> Loader.STACK_SIZE;
            case RLIMIT_CORE -> 0;
            default -> UNLIMITED;
        };
        long hard = resource == Resource.RLIMIT_NOFILE.value() ? DescriptorTable.MOST : UNLIMITED;
        if (new_limit != 0) {
            if (!task.memory().read(new_limit, limits)) {
                return EFAULT.result();
            }
            long error = change(descriptors, resource, soft, limits.getLong(0), limits.getLong(8));
            if (error != 0) {
                return error;
            }
        }
        return old_limit == 0 || task.memory().write(old_limit, limits.putLong(0, soft).putLong(8, hard)) ? 0 : EFAULT.result();
    }

    private static long change(DescriptorTable descriptors, int resource, long before, long soft, long hard) {
        if (Long.compareUnsigned(soft, hard) > 0) {
            return EINVAL.result();
        }
        if (resource != Resource.RLIMIT_NOFILE.value()) {
            return soft == before ? 0 : EPERM.result();
        }
        if (Long.compareUnsigned(soft, DescriptorTable.MOST) > 0) {
            return EPERM.result();
        }
        descriptors.setLimit((int) soft);
        return 0;
    }

    @Syscall(nr = 166, doc = "set the permissions that new files do not get", returns = Syscall.Returns.PERMISSIONS)
    public long umask(Task task, @Octal int mask) {
        int before = task.process().umask();
        task.process().setUmask(mask & 0777);
        return before;
    }

    @Syscall(nr = 174, doc = "tell the real user", differs = "Everything runs as root, user 0.")
    public long getuid(Task task) {
        return 0;
    }

    @Syscall(nr = 175, doc = "tell the effective user", differs = "Everything runs as root, user 0.")
    public long geteuid(Task task) {
        return 0;
    }

    @Syscall(nr = 176, doc = "tell the real group", differs = "Everything runs as root, group 0.")
    public long getgid(Task task) {
        return 0;
    }

    @Syscall(nr = 177, doc = "tell the effective group", differs = "Everything runs as root, group 0.")
    public long getegid(Task task) {
        return 0;
    }
}
