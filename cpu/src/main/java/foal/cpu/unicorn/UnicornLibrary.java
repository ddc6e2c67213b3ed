package foal.cpu.unicorn;

import foal.cpu.host.HostKind;
import foal.cpu.host.NativeFunction;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds libunicorn, version 2.1 or newer. Looked at, in this order:
 *
 * <ol>
 *   <li>the file that the system property {@code foal.unicorn} or the variable {@code FOAL_UNICORN} names
 *       (and then nothing else);
 *   <li>the system's own library;
 *   <li>the one that the build has unpacked below {@code foal.home}, in {@code cpu/target/unicorn}.
 * </ol>
 */
public final class UnicornLibrary {
    /** The oldest version that works: 2.0 checks stores on a slow path and reports virtual addresses. */
    private static final int OLDEST = version(2, 1);

    private final String place;
    private final SymbolLookup symbols;
    private final int version;

    private UnicornLibrary(String place, SymbolLookup symbols, int version) {
        this.place = place;
        this.symbols = symbols;
        this.version = version;
    }

    /** Loads the library. @throws UnicornException says what was tried and what to install, if there is none */
    public static UnicornLibrary load() {
        List<String> tried = new ArrayList<>();
        for (String candidate : candidates()) {
            Optional<UnicornLibrary> library = open(candidate, tried);
            if (library.isPresent()) {
                return library.get();
            }
        }
        throw new UnicornException("no usable libunicorn (>= 2.1): " + String.join("; ", tried) + ". " + advice());
    }

    /** Where the build unpacks a library that it fetched. */
    static Path buildFolder() {
        return Path.of(System.getProperty("foal.home", "."), "cpu", "target", "unicorn");
    }

    private static List<String> candidates() {
        String chosen = System.getProperty("foal.unicorn", System.getenv().getOrDefault("FOAL_UNICORN", ""));
        if (!chosen.isEmpty()) {
            return List.of(chosen);
        }
        String file = HostKind.THIS.library();
        List<String> all = new ArrayList<>(List.of(file));
        HostKind.THIS.libraryFolders().forEach(folder -> all.add(folder + "/" + file));
        all.add(buildFolder().resolve(file).toAbsolutePath().toString());
        return all;
    }

    private static Optional<UnicornLibrary> open(String candidate, List<String> tried) {
        boolean isPath = candidate.contains("/");
        if (isPath && !Files.isRegularFile(Path.of(candidate))) {
            tried.add(candidate + (Files.exists(Path.of(candidate)) ? " is not a file" : " does not exist"));
            return Optional.empty();
        }
        if (isPath && !isProgramCode(Path.of(candidate))) {
            tried.add(candidate + " is not a libunicorn");
            return Optional.empty();
        }
        try {
            SymbolLookup symbols = isPath
                    ? SymbolLookup.libraryLookup(Path.of(candidate), Arena.global())
                    : SymbolLookup.libraryLookup(candidate, Arena.global());
            int version = versionOf(symbols);
            if (version < OLDEST) {
                tried.add(candidate + " is version " + render(version) + ", which is too old");
                return Optional.empty();
            }
            return Optional.of(new UnicornLibrary(candidate, symbols, version));
        } catch (IllegalArgumentException | UnicornException e) {
            tried.add(candidate + (isPath ? " is not a libunicorn" : " is not installed"));
            return Optional.empty();
        }
    }

    /** Whether a file begins as libraries do. The JVM warns at length if it is asked to load any other file. */
    private static boolean isProgramCode(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String magic = HexFormat.of().formatHex(in.readNBytes(4));
            return HostKind.THIS.isLibrary(magic);
        } catch (IOException e) {
            return false;
        }
    }

    private static int versionOf(SymbolLookup symbols) {
        return (int) NativeFunction.find(symbols, "uc_version").call(0, 0);
    }

    /** A version as {@code uc_version} encodes it. */
    private static int version(int major, int minor) {
        return major << 24 | minor << 16;
    }

    private static String render(int version) {
        return (version >>> 24) + "." + (version >>> 16 & 0xff) + "." + (version >>> 8 & 0xff);
    }

    private static String advice() {
        return "Install it (" + HostKind.THIS.advice() + "), or name a file with -Dfoal.unicorn=FILE or FOAL_UNICORN=FILE; foal doctor tells more";
    }

    SymbolLookup symbols() {
        return symbols;
    }

    /** Where it was found: a file, or the name by which the system knows it. */
    public String place() {
        return place;
    }

    /** The version, as in {@code 2.1.1}. */
    public String versionText() {
        return render(version);
    }
}
