package foal.kernel.trace;

import foal.kernel.exec.ElfFile;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.Mapping;
import foal.kernel.task.Process;
import java.util.Optional;

/**
 * A place in a program's code.
 *
 * @param address in the process's memory
 * @param image the file that it was mapped from; none for code that is in no file
 */
public record CodePlace(long address, Optional<Image> image) {
    /**
     * @param path of the file, in the guest
     * @param address in the file's own headers and symbols
     */
    public record Image(RegularFile file, String path, long address) {}

    /** Where an address of a living process belongs. */
    public static CodePlace of(Process process, long address) {
        return new CodePlace(address, process.space().find(address).flatMap(mapping -> image(mapping, address)));
    }

    private static Optional<Image> image(Mapping mapping, long address) {
        long offset = address - mapping.start() + mapping.offset();
        if (!(mapping.backing().orElse(null) instanceof RegularFile file)
                || !(ElfFile.parse(file) instanceof ElfFile.Parsed.Executable(ElfFile elf))) {
            return Optional.empty();
        }
        return elf.segments().stream().filter(segment -> segment.offset() <= offset && offset < segment.offset() + segment.fileSize())
                .map(segment -> new Image(file, mapping.label().toString(), segment.address() + offset - segment.offset()))
                .findFirst();
    }
}
