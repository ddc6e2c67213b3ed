package foal.kernel.trace;

import foal.cpu.PhysicalMemory;
import foal.kernel.exec.ElfFile;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.Mapping;
import foal.kernel.task.Process;
import java.util.List;
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

    /** The same among mappings that a process had. */
    public static CodePlace of(List<Mapping> mappings, long address) {
        return new CodePlace(address, mappings.stream().filter(mapping -> mapping.start() <= address && address < mapping.end()).findFirst()
                .flatMap(mapping -> image(mapping, address)));
    }

    /** The image that a variable belongs to. One that has no bytes in the file lies in pages of zeros, behind the file's. */
    public static Optional<Image> variable(List<Mapping> mappings, long address) {
        for (Mapping mapping : mappings.reversed()) {
            if (mapping.start() <= address && mapping.backing().orElse(null) instanceof RegularFile file
                    && ElfFile.peek(file) instanceof ElfFile.Parsed.Executable(ElfFile elf)) {
                Optional<Image> image = elf.segments().stream().filter(segment -> isIn(segment, mapping, address)).findFirst()
                        .map(segment -> new Image(file, mapping.label().toString(), inFile(segment, mapping, address)));
                if (image.isPresent()) {
                    return image;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(ElfFile.Segment segment, Mapping mapping, long address) {
        long start = segment.offset() & -PhysicalMemory.PAGE_SIZE, inFile = inFile(segment, mapping, address);
        return mapping.offset() >= start && mapping.offset() <= segment.offset() + segment.fileSize()
                && segment.address() <= inFile && inFile < segment.address() + segment.memorySize();
    }

    private static long inFile(ElfFile.Segment segment, Mapping mapping, long address) {
        return address - mapping.start() + mapping.offset() - segment.offset() + segment.address();
    }

    private static Optional<Image> image(Mapping mapping, long address) {
        long offset = address - mapping.start() + mapping.offset();
        if (!(mapping.backing().orElse(null) instanceof RegularFile file)
                || !(ElfFile.peek(file) instanceof ElfFile.Parsed.Executable(ElfFile elf))) {
            return Optional.empty();
        }
        return elf.segments().stream().filter(segment -> segment.offset() <= offset && offset < segment.offset() + segment.fileSize())
                .map(segment -> new Image(file, mapping.label().toString(), segment.address() + offset - segment.offset()))
                .findFirst();
    }
}
