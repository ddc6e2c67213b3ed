package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.util.Optional;

/** The system call that makes a file that is in no directory. */
public final class MemoryFileCalls {
    /** Bytes of the longest name. */
    private static final int LONGEST_NAME = 249;
    private static final int PERMISSIONS = 0777, WITHOUT_EXECUTION = 0666;

    private final FileTree tree;

    public MemoryFileCalls(FileTree tree) {
        this.tree = tree;
    }

    /** Flags of memfd_create(2). */
    public enum MemoryFileFlag implements Symbolic {
        MFD_CLOEXEC(1), MFD_ALLOW_SEALING(2), MFD_HUGETLB(4), MFD_NOEXEC_SEAL(8), MFD_EXEC(0x10);

        private final int value;

        MemoryFileFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 279, doc = "make a file without a place in the tree",
            differs = "Huge pages fail with EINVAL.")
    public long memfd_create(Task task, @In(Data.STRING) long name, @Flags(MemoryFileFlag.class) int flags) {
        int known = MemoryFileFlag.MFD_CLOEXEC.value | MemoryFileFlag.MFD_ALLOW_SEALING.value
                | MemoryFileFlag.MFD_NOEXEC_SEAL.value | MemoryFileFlag.MFD_EXEC.value;
        boolean contradiction = MemoryFileFlag.MFD_NOEXEC_SEAL.in(flags) && MemoryFileFlag.MFD_EXEC.in(flags);
        if ((flags & ~known) != 0 || contradiction) {
            return EINVAL.result();
        }
        Optional<String> text = task.memory().readString(name, LONGEST_NAME + 1);
        if (text.isEmpty()) {
            return EFAULT.result();
        }
        if (text.get().length() > LONGEST_NAME) {
            return EINVAL.result();
        }
        RegularFile file = new RegularFile(tree.unnamed(), MemoryFileFlag.MFD_NOEXEC_SEAL.in(flags) ? WITHOUT_EXECUTION : PERMISSIONS);
        Permission.own(task, tree.root().inode(), file);
        file.setSeals(new Seals(MemoryFileFlag.MFD_ALLOW_SEALING.in(flags) || MemoryFileFlag.MFD_NOEXEC_SEAL.in(flags)));
        OpenFile open = new OpenRegular(Dentry.nameless("/memfd:" + text.get() + " (deleted)", file), file, (int) OpenFlag.O_RDWR.value());
        return DescriptorTable.of(task).add(open, MemoryFileFlag.MFD_CLOEXEC.in(flags));
    }
}
