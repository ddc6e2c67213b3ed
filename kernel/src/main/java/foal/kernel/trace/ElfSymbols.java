package foal.kernel.trace;

import foal.kernel.file.RegularFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The symbols of a program or library: what its functions and variables are called and where they are. A program that was
 * stripped has none, a library at least those that others use.
 *
 * <p>Source: System V ABI, chapters 4 and 5.
 */
public final class ElfSymbols {
    // Fields of the file's header, of those of sections, and of symbols.
    private static final int SECTIONS = 40, SECTION_COUNT = 60, SECTION_SIZE = 64, HEADER_SIZE = 64;
    private static final int SECTION_TYPE = 4, OFFSET = 24, SIZE = 32, LINK = 40, SYMBOL_TABLE = 2, DYNAMIC_SYMBOLS = 11;
    private static final int SYMBOL_SIZE = 24, SYMBOL_SECTION = 6, SYMBOL_VALUE = 8, UNDEFINED = 0;
    private static final int LARGEST_FILE = 64 << 20;

    private ElfSymbols() {}

    /**
     * Addresses, in the file's own terms, by names; of two symbols of one name the first. Empty for what is no ELF file. Only
     * observers ask, so nothing of the file is loaded for it.
     */
    public static Map<String, Long> of(RegularFile file) {
        Map<String, Long> symbols = new LinkedHashMap<>();
        if (file.size() >= HEADER_SIZE && file.size() <= LARGEST_FILE) {
            try {
                read(contents(file), symbols);
            } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
                return Map.of(); // its tables lead out of it: the guest has made it
            }
        }
        return symbols;
    }

    private static ByteBuffer contents(RegularFile file) {
        byte[] whole = new byte[(int) file.size()];
        file.peek(0, whole);
        return ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void read(ByteBuffer elf, Map<String, Long> symbols) {
        int sections = (int) elf.getLong(SECTIONS);
        for (int i = 0; i < (elf.getShort(SECTION_COUNT) & 0xffff); i++) {
            int section = sections + i * SECTION_SIZE, type = elf.getInt(section + SECTION_TYPE);
            if (type == SYMBOL_TABLE || type == DYNAMIC_SYMBOLS) {
                int names = (int) elf.getLong(sections + elf.getInt(section + LINK) * SECTION_SIZE + OFFSET);
                int first = (int) elf.getLong(section + OFFSET), end = first + (int) elf.getLong(section + SIZE);
                for (int symbol = first; symbol < end; symbol += SYMBOL_SIZE) {
                    if (elf.getShort(symbol + SYMBOL_SECTION) != UNDEFINED) {
                        symbols.putIfAbsent(name(elf, names + elf.getInt(symbol)), elf.getLong(symbol + SYMBOL_VALUE));
                    }
                }
            }
        }
    }

    private static String name(ByteBuffer elf, int start) {
        int end = start;
        while (elf.get(end) != 0) {
            end++;
        }
        return new String(elf.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
