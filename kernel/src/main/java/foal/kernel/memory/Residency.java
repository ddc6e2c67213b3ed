package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import java.util.Arrays;
import java.util.Optional;

/** Which pages of an address space are in memory, for those who only look: nothing is brought in or changed. */
public final class Residency {
    private final PhysicalMemory memory;
    private final Mappings mappings;
    private final ResidentPages pages;

    Residency(PhysicalMemory memory, Mappings mappings, ResidentPages pages) {
        this.memory = memory;
        this.mappings = mappings;
        this.pages = pages;
    }

    /** Pages in memory. */
    public long count() {
        return pages.count();
    }

    /** Pages of a range that are in memory. */
    public long count(long start, long end) {
        return pages.count(start, end);
    }

    /** What has been used of it since it was made. */
    public MemoryUsage usage() {
        return pages.usage();
    }

    /** Whether the page at an address is in memory. */
    public boolean isPresent(long address) {
        return pages.entry(address) != 0;
    }

    /** Whether the page at an address can be had without reading: it is present, or the mapped file has it in memory. */
    public boolean isInMemory(long address) {
        Mapping mapping = mappings.find(address);
        return isPresent(address) || mapping != null && mapping.backing().isPresent()
                && mapping.backing().get().residentFrame(mapping.pageOf(address)) != 0;
    }

    /**
     * Reads a part of one page for an observer, without a change to anything. Pages that are not there yet read as
     * what they would be.
     *
     * @return false if nothing is mapped there
     */
    boolean peek(long address, byte[] into, int offset, int length) {
        int inPage = (int) (address & PAGE_SIZE - 1);
        long entry = pages.entry(address);
        Mapping mapping = mappings.find(address);
        if (entry != 0) {
            memory.read(PageTable.frameOf(entry) + inPage, into, offset, length);
        } else if (mapping != null && mapping.backing().isPresent()) {
            mapping.backing().get().peek(mapping.pageOf(address & -PAGE_SIZE), inPage, into, offset, length);
        } else {
            Arrays.fill(into, offset, offset + length, (byte) 0);
        }
        return mapping != null;
    }

    /** Finds the pages between two addresses that are in memory. @param into gets their addresses @return how many */
    public int pages(long from, long to, long[] into) {
        return pages.present(from, to, into);
    }

    /** The physical address behind an address, if that page is in memory; else 0. */
    public long physical(long address) {
        long entry = address >= 0 && address < PageTable.USER_END ? pages.entry(address) : 0;
        return entry == 0 ? 0 : PageTable.frameOf(entry) + (address & PAGE_SIZE - 1);
    }

    /** An address that shows a physical address, if there is one. */
    public Optional<Long> addressOf(long physical) {
        long frame = physical & -PAGE_SIZE;
        return mappings.all().stream().map(mapping -> pages.find(mapping, frame)).filter(page -> page >= 0).findFirst()
                .map(page -> page + (physical - frame));
    }
}
