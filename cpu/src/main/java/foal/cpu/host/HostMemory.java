package foal.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Reads this process's memory at addresses that may be wrong: the kernel of the host does it for us, which unlike a read of
 * our own survives a word that is no pointer. It takes Linux's {@code process_vm_readv}.
 */
public final class HostMemory {
    private static final int PAGE = 4096;
    private static final Optional<NativeFunction> READV = Linker.nativeLinker().defaultLookup()
            .find("process_vm_readv").map(_ -> NativeFunction.ofHost("process_vm_readv"));
    private static final long PID = ProcessHandle.current().pid();

    private final MemorySegment piece;
    private final MemorySegment local;
    private final MemorySegment remote;
    /** What has been read, where a loop over it takes the least time before it is compiled. */
    private final long[] words;

    /** @param bytes to be read at once, at most; a multiple of 8 */
    public HostMemory(Arena arena, int bytes) {
        piece = arena.allocate(PAGE, Long.BYTES);
        local = arena.allocate(16, Long.BYTES);
        remote = arena.allocate(16, Long.BYTES);
        words = new long[bytes / Long.BYTES];
    }

    public static boolean isReadable() {
        return READV.isPresent();
    }

    /** @return how many words there are, up to the first page that is missing; none behind what cannot be a pointer */
    public int read(long pointer) {
        int done = 0;
        if (pointer > PAGE && pointer % Long.BYTES == 0) {
            int size = words.length * Long.BYTES;
            while (done < size) {
                int length = (int) Math.min(PAGE - (pointer + done) % PAGE, size - done);
                if (!readPiece(pointer + done, length)) {
                    break;
                }
                MemorySegment.copy(piece, JAVA_LONG, 0, words, done / Long.BYTES, length / Long.BYTES);
                done += length;
            }
        }
        return done / Long.BYTES;
    }

    /** One of the words read last. */
    public long word(int index) {
        return words[index];
    }

    private boolean readPiece(long address, int length) {
        local.set(JAVA_LONG, 0, piece.address());
        local.set(JAVA_LONG, 8, length);
        remote.set(JAVA_LONG, 0, address);
        remote.set(JAVA_LONG, 8, length);
        return READV.orElseThrow().call(PID, local.address(), 1, remote.address(), 1, 0) == length;
    }
}
