package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Backing;
import foal.kernel.memory.ByteSource;

/**
 * The bytes of a file as what a write takes its bytes from, though they never are a program's: its addresses are
 * positions of the file. Made once and used again for every call.
 */
final class FileBytes implements ByteSource {
    private final PhysicalMemory memory;
    private RegularFile file;
    private long error;

    FileBytes(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** From now on it is about this file. */
    FileBytes of(RegularFile newFile) {
        file = newFile;
        error = 0;
        return this;
    }

    /** Why a byte could not be had, or 0 if none has been missed. */
    long error() {
        return error;
    }

    @Override
    public int read(long address, byte[] into, int offset, int length) {
        int done = 0;
        while (done < length) {
            long physical = physical(address + done);
            if (physical == 0) {
                break;
            }
            int chunk = chunk(address + done, length - done);
            memory.read(physical, into, offset + done, chunk);
            done += chunk;
        }
        return done;
    }

    @Override
    public int readTo(long address, long destination, int length) {
        int done = 0;
        while (done < length) {
            long physical = physical(address + done);
            if (physical == 0) {
                break;
            }
            int chunk = chunk(address + done, length - done);
            memory.copy(physical, destination + done, chunk);
            done += chunk;
        }
        return done;
    }

    /** Where a byte of the file is now, or 0. */
    private long physical(long position) {
        long frame = file.frame(position / PAGE_SIZE);
        if (frame == Backing.NO_MEMORY || frame == Backing.BEYOND_END) {
            error = (frame == Backing.NO_MEMORY ? ENOMEM : EIO).result();
            return 0;
        }
        return frame + position % PAGE_SIZE;
    }

    private static int chunk(long position, int wanted) {
        return (int) Math.min(wanted, PAGE_SIZE - position % PAGE_SIZE);
    }
}
