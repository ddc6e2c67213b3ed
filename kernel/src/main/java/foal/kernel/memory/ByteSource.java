package foal.kernel.memory;

/** What a write takes its bytes from: a program's memory, or a file from which another is filled. */
public interface ByteSource {
    /** Copies bytes from an address on. @return how many; fewer only if the next cannot be had */
    int read(long address, byte[] into, int offset, int length);

    /** The same to a frame of the kernel's. @param destination a physical address, within one frame */
    int readTo(long address, long destination, int length);
}
