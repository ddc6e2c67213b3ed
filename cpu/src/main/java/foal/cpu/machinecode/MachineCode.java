package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import foal.cpu.host.NativeFunction;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Functions in the host's machine code, which is that of x86-64 as Linux uses it, and where they and what they work on stand. */
final class MachineCode {
    private static final int PAGE = 4096;
    private static final long ANYWHERE = 0;
    /** Where functions begin that share a page. */
    static final int SLOT = 512;
    // Of sys/mman.h, on Linux.
    private static final int PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;

    private static final NativeFunction MMAP = NativeFunction.ofHost("mmap");
    private static final NativeFunction MPROTECT = NativeFunction.ofHost("mprotect");
    private static final NativeFunction MUNMAP = NativeFunction.ofHost("munmap");

    private MachineCode() {}

    /**
     * Makes functions callable.
     *
     * @param functions of up to {@link #SLOT} bytes, at most eight
     * @return their addresses; empty if the host lets us have no code of our own
     */
    static Optional<List<MemorySegment>> install(byte[]... functions) {
        return map(ANYWHERE, PAGE).flatMap(page -> fill(page, functions));
    }

    /** The same, for as long as an engine lasts, in a page where that engine's code can reach them if the host has one to give. */
    static Optional<List<MemorySegment>> install(Unicorn unicorn, Vicinity vicinity, byte[]... functions) {
        return mapPage(unicorn, vicinity).flatMap(page -> fill(page, functions));
    }

    /** A page of zeros, for as long as an engine lasts, where that engine's code can reach it if the host has one to give. */
    static Optional<MemorySegment> mapPage(Unicorn unicorn, Vicinity vicinity) {
        return vicinity.firstOf(place -> map(place, PAGE))
                .map(page -> page.reinterpret(unicorn.arena(), MachineCode::unmap));
    }

    private static Optional<List<MemorySegment>> fill(MemorySegment page, byte[]... functions) {
        List<MemorySegment> at = new ArrayList<>();
        for (byte[] function : functions) {
            MemorySegment slot = page.asSlice((long) at.size() * SLOT, SLOT);
            slot.copyFrom(MemorySegment.ofArray(function));
            at.add(slot);
        }
        return protect(page, PROT_READ | PROT_EXEC) ? Optional.of(List.copyOf(at)) : Optional.empty();
    }

    /** Changes one byte of a library's code. @return whether the host lets us */
    static boolean change(MemorySegment code, byte value) {
        MemorySegment page = MemorySegment.ofAddress(code.address() & -PAGE).reinterpret(PAGE);
        if (!protect(page, PROT_READ | PROT_WRITE | PROT_EXEC)) {
            return false;
        }
        page.set(JAVA_BYTE, code.address() & PAGE - 1, value);
        protect(page, PROT_READ | PROT_EXEC); // if the page stays writable, nothing is wrong
        return true;
    }

    /** A stack that ends with a page that nobody may touch; it lasts until the host's process ends, or {@link #unmap}. */
    static Optional<MemorySegment> mapStack(long bytes) {
        return map(ANYWHERE, bytes).filter(stack -> protect(stack.asSlice(0, PAGE), PROT_NONE));
    }

    static void unmap(MemorySegment memory) {
        MUNMAP.call(memory.address(), memory.byteSize());
    }

    /** @param place an address that the host does not have to heed */
    private static Optional<MemorySegment> map(long place, long bytes) {
        long address = MMAP.call(place, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return address == -1 ? Optional.empty() : Optional.of(MemorySegment.ofAddress(address).reinterpret(bytes));
    }

    private static boolean protect(MemorySegment memory, int rights) {
        return (int) MPROTECT.call(memory.address(), memory.byteSize(), rights) == 0;
    }

    /** The bytes of a listing: what stands left of the bars. */
    static byte[] bytes(String listing) {
        return HexFormat.of().parseHex(listing.replaceAll("\\|.*|\\s", ""));
    }
}
