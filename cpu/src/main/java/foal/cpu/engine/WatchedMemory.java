package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * RAM, and of which frames of it accesses are told: in the host's memory, where not only Java can look.
 *
 * @param base the physical address of the first frame
 * @param size in bytes
 * @param watched a byte for each frame, 1 if it is watched
 * @param lastEpochs two words for each 8 bytes of RAM, and two more, in which an {@link AccessWatch} notes who was there last; zeros
 *     if nobody is known
 */
public record WatchedMemory(long base, long size, MemorySegment watched, MemorySegment lastEpochs) {
    public static final int FRAME_BITS = 12;

    public void setWatched(long frame, boolean isWatched) {
        watched.set(JAVA_BYTE, frame - base >> FRAME_BITS, (byte) (isWatched ? 1 : 0));
    }

    public boolean isWatched(long physical) {
        return watched.get(JAVA_BYTE, physical - base >> FRAME_BITS) != 0;
    }

    public void watchNothing() {
        watched.fill((byte) 0);
    }
}
