package foal.kernel.memory;

/** Where a read puts its bytes: a program's memory, or something of the kernel's that is filled from a file. */
public interface ByteSink {
    /** Copies bytes to an address. @return how many; fewer only if there is no place for the next */
    int write(long address, byte[] from, int offset, int length);

    /** The same from a frame of the kernel's. @param source a physical address */
    int writeFrom(long address, long source, int length);

    /** Writes zeros. @return as {@link #write} */
    int clear(long address, int length);
}
