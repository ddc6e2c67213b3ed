package foal.cpu.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done on hosts that are not this one. */
class HostKindTest {
    private static final HostKind APPLE = new HostKind("Mac OS X", "aarch64"), INTEL_MAC = new HostKind("Mac OS X", "x86_64");

    @ParameterizedTest
    @CsvSource({"Linux, amd64, true", "Linux, aarch64, false", "Linux, riscv64, false", "Mac OS X, x86_64, false", "Mac OS X, aarch64, false",
        "FreeBSD, amd64, false"})
    void itIsKnownWhichIsLinuxOnX64(String system, String architecture, boolean is) {
        assertEquals(is, new HostKind(system, architecture).isLinuxOnX64());
    }

    @Test
    void onAMacTheLibraryIsLookedForWhereHomebrewPutsIt() {
        assertEquals("libunicorn.2.dylib", APPLE.library());
        assertEquals("/opt/homebrew/lib", APPLE.libraryFolders().getFirst());
        assertTrue(INTEL_MAC.libraryFolders().contains("/usr/local/lib"));
        assertEquals("brew install unicorn", INTEL_MAC.advice());
    }

    @Test
    void onlyApplesProcessorsHaveAConventionOfTheirOwn() {
        assertTrue(APPLE.passesVariadicsApart());
        assertFalse(INTEL_MAC.passesVariadicsApart());
        assertFalse(new HostKind("Linux", "aarch64").passesVariadicsApart());
    }

    @Test
    void theFormatOfThisHostsLibrariesIsKnown() throws IOException {
        Path library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"));
        try (InputStream in = Files.newInputStream(library)) {
            assertTrue(HostKind.THIS.isLibrary(HexFormat.of().formatHex(in.readNBytes(4))));
        }
        assertFalse(HostKind.THIS.isLibrary("23212f62"));
    }
}
