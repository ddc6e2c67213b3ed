package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** A node that stands for a character or block device. */
public final class Device extends Inode {
    private final long deviceNumber;
    private final Optional<Openable> driver;

    /**
     * @param mode type and permissions
     * @param driver none if there is no such device: nodes for those can be made, but not opened
     */
    Device(FileSystem fileSystem, int mode, long deviceNumber, Optional<Openable> driver) {
        super(fileSystem, fileSystem.nextNumber(), mode, 0);
        this.deviceNumber = deviceNumber;
        this.driver = driver;
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return driver.isEmpty() ? new Opened.Failed(Errno.ENXIO) : driver.get().open(task, entry, flags);
    }

    @Override
    long deviceNumber() {
        return deviceNumber;
    }

    @Override
    public long size() {
        return 0;
    }
}
