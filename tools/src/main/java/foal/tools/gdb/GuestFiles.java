package foal.tools.gdb;

import foal.kernel.debug.DebugControl;
import foal.kernel.exec.Program;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.Mapping;
import foal.kernel.task.Process;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files that a client can read: those that processes have mapped, programs and libraries. Others it cannot, because to
 * look for them could be noticed by the run: they may come through its recording.
 *
 * <p>Source: GDB manual, "File-I/O Remote Protocol Extension" and "Host I/O Packets".
 */
final class GuestFiles {
    private static final int ENOENT = 2, EBADF = 9, EINVAL = 22, EMFILE = 24;
    private static final int MOST_OPEN = 64;
    private static final int STRUCT_STAT = 64, MODE = 8, SIZE = 28, BLOCK_SIZE = 36, BLOCKS = 44;
    private static final int BLOCK = 512, PAGE = 4096;

    private final Map<Integer, RegularFile> open = new HashMap<>();
    private int last;

    /** Answers a {@code vFile} packet, behind that word and its colon. */
    String answer(PacketText packet, DebugControl control) throws BadPacket {
        String operation = packet.upTo(':');
        return switch (operation) {
            case "setfs" -> "F0";
            case "open" -> open(new String(Hex.bytes(packet.upTo(',')), StandardCharsets.ISO_8859_1), packet, control);
            case "pread" -> read(packet);
            case "fstat" -> status(packet);
            case "close" -> open.remove(packet.hex(Integer.MAX_VALUE)) == null ? error(EBADF) : "F0";
            default -> "";
        };
    }

    private static String error(int number) {
        return "F-1," + Integer.toHexString(number);
    }

    private String open(String path, PacketText packet, DebugControl control) throws BadPacket {
        long flags = packet.hex();
        if (flags != 0) {
            return error(EINVAL); // it is not for reading only
        }
        Optional<RegularFile> file = control.processes().stream().flatMap(process -> find(process, path).stream()).findFirst();
        if (file.isEmpty()) {
            return error(ENOENT);
        }
        if (open.size() == MOST_OPEN) {
            return error(EMFILE);
        }
        open.put(++last, file.get());
        return "F" + Integer.toHexString(last);
    }

    private static Optional<RegularFile> find(Process process, String path) {
        if (Program.of(process).path().equals(path) && Program.of(process).file().inode() instanceof RegularFile program) {
            return Optional.of(program);
        }
        return mapped(process, path::equals).or(() -> mapped(process, label -> isSame(lastPart(label), lastPart(path))));
    }

    private static Optional<RegularFile> mapped(Process process, Predicate<String> isWanted) {
        for (Mapping mapping : process.space().mappings()) {
            if (mapping.backing().orElse(null) instanceof RegularFile file && isWanted.test(mapping.label().toString())) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** A library is mapped by its own name, while a client knows that of a link to it, with less of a version. */
    private static boolean isSame(String mapped, String wanted) {
        return !wanted.isEmpty() && (mapped.equals(wanted) || mapped.startsWith(wanted + "."));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String read(PacketText packet) throws BadPacket {
        RegularFile file = open.get(packet.hex(Integer.MAX_VALUE));
        packet.expect(",");
        int count = (int) Math.min(packet.hex() & Long.MAX_VALUE, Connection.PACKET_SIZE / 2);
        packet.expect(",");
        long offset = packet.hex() & Long.MAX_VALUE;
        if (file == null) {
            return error(EBADF);
        }
        byte[] bytes = new byte[count];
        int length = file.peek(offset, bytes);
        return "F" + Integer.toHexString(length) + ";" + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String status(PacketText packet) throws BadPacket {
        RegularFile file = open.get(packet.hex(Integer.MAX_VALUE));
        if (file == null) {
            return error(EBADF);
        }
        byte[] struct = ByteBuffer.allocate(STRUCT_STAT).putInt(MODE, file.mode()).putLong(SIZE, file.size()).putLong(BLOCK_SIZE, PAGE)
                .putLong(BLOCKS, (file.size() + BLOCK - 1) / BLOCK).array();
        return "F" + Integer.toHexString(STRUCT_STAT) + ";" + new String(struct, StandardCharsets.ISO_8859_1);
    }
}
