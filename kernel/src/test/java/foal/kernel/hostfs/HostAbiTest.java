package foal.kernel.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import foal.kernel.outside.HostError;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers that are right on this host, and which are taken on others. */
class HostAbiTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64, false, 0x100", "Mac OS X, x86_64, false, 0x100", "Linux, amd64, true, 0x20000", "Linux, aarch64, true, 0x8000"})
    void eachHostHasItsOwn(String system, String architecture, boolean isLinux, int noFollow) {
        HostAbi abi = HostAbi.of(system, architecture).orElseThrow();
        assertEquals(isLinux, abi.isLinux());
        assertEquals(noFollow, abi.noFollow());
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "FreeBSD, amd64", "Linux, s390x"})
    void ofOthersNothingIsGuessed(String system, String architecture) {
        assertEquals(Optional.empty(), HostAbi.of(system, architecture));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsToldAsOne() throws IOException {
        HostCalls calls = HostCalls.find().orElseThrow();
        int full = calls.open(calls.abi().currentFolder(), "/dev/full", HostAbi.READ_WRITE, 0);
        try {
            IOException refused = assertThrows(IOException.class, () -> calls.write(full, 0, new byte[10], 0, 10));
            assertEquals(Errno.ENOSPC, HostFile.errno(refused));
            assertEquals(Errno.ENOSPC, HostFile.errno(HostError.of(refused).exception())); // as a recording gives it back
        } finally {
            calls.close(full);
        }
    }

    /** A wrong flag would follow the link, or open what is no directory. */
    @Test
    void theFlagsMeanOnThisHostWhatTheyAreCalled() throws IOException {
        HostCalls calls = HostCalls.find().orElseThrow();
        HostAbi abi = calls.abi();
        Path file = Files.writeString(folder.resolve("file"), "text");
        Files.createSymbolicLink(folder.resolve("link"), file);
        int directory = calls.open(abi.currentFolder(), folder.toString(), HostAbi.READ_ONLY | abi.directory(), 0);
        try {
            assertThrows(IOException.class, () -> calls.open(directory, "link", HostAbi.READ_ONLY | abi.noFollow(), 0));
            assertThrows(IOException.class, () -> calls.open(directory, "file", HostAbi.READ_ONLY | abi.directory(), 0));
            assertThrows(IOException.class, () -> calls.open(directory, "file", HostAbi.READ_WRITE | abi.create() | abi.exclusive(), 0600));
            calls.close(calls.open(directory, "new", HostAbi.READ_WRITE | abi.create() | abi.exclusive(), 0600));
            HostCalls.Status status = calls.status(directory, "file");
            assertEquals(4, status.size());
            assertEquals(Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS), status.modified());
            assertEquals(0120000, calls.status(directory, "link").mode() & 0170000);
            assertEquals(0100600, calls.status(directory, "new").mode());
        } finally {
            calls.close(directory);
        }
    }
}
