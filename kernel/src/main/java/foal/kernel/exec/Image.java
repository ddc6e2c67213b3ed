package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_EXEC;
import static foal.kernel.memory.Protection.PROT_READ;
import static foal.kernel.memory.Protection.PROT_WRITE;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Layout;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.UserMemory;
import java.util.Optional;

/**
 * An ELF file at its place in an address space.
 *
 * @param elf the file's headers
 * @param base what is added to the addresses in them: 0 unless the file can be loaded anywhere
 */
record Image(ElfFile elf, long base) {
    /** Where the program's first instruction is. */
    long entry() {
        return base + elf.entry();
    }

    /** Where its headers are, or 0 if they are not in memory. */
    long headerAddress() {
        return elf.headerAddress() == 0 ? 0 : base + elf.headerAddress();
    }

    /** The address behind its last page: where the heap of a program begins. */
    long end() {
        return base + elf.end();
    }

    /** Whether the file can be mapped there: the range can be, and nothing else is in it. */
    boolean fits(AddressSpace space) {
        long start = base + elf.start();
        return Layout.isMappable(start, elf.end() - elf.start()) && space.isFree(start, end());
    }

    /** Maps the segments to the pages of their file. @return false if memory ran out */
    boolean map(AddressSpace space, UserMemory memory, String label) {
        boolean complete = true;
        for (ElfFile.Segment segment : elf.segments()) {
            long start = base + segment.firstPage(), end = base + segment.pageEnd();
            long fileEnd = base + segment.address() + segment.fileSize();
            long filePages = segment.fileSize() == 0 ? start : fileEnd + PAGE_SIZE - 1 & -PAGE_SIZE;
            int protection = protection(segment.flags());
            if (filePages > start) {
                space.map(new Mapping(start, filePages, protection, Mapping.Kind.PRIVATE,
                        Optional.of(elf.file()), segment.offset() & -PAGE_SIZE, label));
            }
            if (end > filePages) {
                space.map(Mapping.anonymous(filePages, end, protection, ""));
            }
            if (segment.memorySize() > segment.fileSize() && PROT_WRITE.in(protection)) {
                complete &= clear(memory, fileEnd, filePages);
            }
        }
        return complete;
    }

    /** Clears what follows the file's bytes in the last page of a segment: the beginning of its .bss. */
    private static boolean clear(UserMemory memory, long from, long to) {
        byte[] zeros = new byte[(int) Math.max(0, to - from)];
        return memory.write(from, zeros, 0, zeros.length) == zeros.length;
    }

    private static int protection(int segmentFlags) {
        return (int) (((segmentFlags & 4) != 0 ? PROT_READ.value() : 0)
                | ((segmentFlags & 2) != 0 ? PROT_WRITE.value() : 0)
                | ((segmentFlags & 1) != 0 ? PROT_EXEC.value() : 0));
    }
}
