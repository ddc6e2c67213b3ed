package foal.userland;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What an ELF file says about itself to a loader.
///
/// @param type 2 for a program at fixed addresses
/// @param machine 243 for RISC-V
record ProgramHeaders(int type, int machine, List<Segment> segments) {
    static final int EXECUTABLE_FILE = 2;
    static final int RISC_V = 243;
    static final int LOAD = 1;
    static final int GNU_STACK = 0x6474e551;

    /// @param flags the sum of 4 for readable, 2 for writable, 1 for executable
    record Segment(int type, int flags, long address) {
        boolean isWritable() {
            return (flags & 2) != 0;
        }

        boolean isExecutable() {
            return (flags & 1) != 0;
        }
    }

    static ProgramHeaders read(Path file) throws IOException {
        var elf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var segments = new ArrayList<Segment>();
        int offset = (int) elf.getLong(32);
        for (int i = 0; i < elf.getShort(56); i++, offset += elf.getShort(54)) {
            segments.add(new Segment(elf.getInt(offset), elf.getInt(offset + 4), elf.getLong(offset + 16)));
        }
        return new ProgramHeaders(elf.getShort(16), elf.getShort(18), segments);
    }

    List<Segment> ofType(int type) {
        return segments.stream().filter(segment -> segment.type() == type).toList();
    }
}
