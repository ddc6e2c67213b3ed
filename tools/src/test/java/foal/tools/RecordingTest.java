package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are recorded, and repeated from the recording. */
@Timeout(120)
class RecordingTest {
    @TempDir
    private Path folder;

    private String file() {
        return folder.resolve("recording").toString();
    }

    private Foal.Result record(Foal foal, String... words) {
        List<String> all = new ArrayList<>(List.of("boot", "--record", file()));
        all.addAll(List.of(words));
        return foal.run(all.toArray(String[]::new));
    }

    private Foal.Result replay(String... options) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(options));
        all.add(file());
        return foal(all.toArray(String[]::new));
    }

    private void assertIsRepeated(Foal.Result recorded) {
        assertEquals(recorded, replay());
        Foal.Result traced = replay("--strace");
        assertEquals(List.of(recorded.status(), recorded.out()), List.of(traced.status(), traced.out()));
        assertEquals(traced, replay("--strace"));
    }

    @Test
    void inputAndExitStatusAreRepeated() {
        Foal.Result recorded = record(Foal.withInput("one\ntwo\nlast"), "sh", "-c", "cat; exit 3");
        assertEquals(new Foal.Result(3, "one\ntwo\nlast", ""), recorded);
        assertIsRepeated(recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"race", "lost_update_broken", "philosophers"})
    void aRunOnSeveralHartsIsRepeated(String sample) {
        assertIsRepeated(record(Foal.withInput(""), "--harts", "3", "--seed", "5", "--sched", "random", "--quantum", "70", sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "777"})
    void aRunInWhichCallsTakeAnotherTimeIsRepeated(String cost) {
        assertIsRepeated(record(Foal.withInput(""), "--call-cost", cost, "sh", "-c", "date; sleep 1; times; cat /proc/self/stat; cat /proc/uptime"));
    }

    @Test
    void theHostsTimeIsRepeated() {
        Foal.Result recorded = record(Foal.withInput("line\n"), "--clock", "host", "sh", "-c", "date; sleep 0.2; cat; (sleep 0.1; date) & wait; ls -l /");
        assertEquals(0, recorded.status(), recorded::toString);
        assertIsRepeated(recorded);
    }

    @Test
    void preemptionsByTheHostsClockAreRepeated() {
        Foal.Result recorded = record(Foal.withInput(""), "--clock", "host", "race");
        assertEquals(recorded, replay());
        assertTrue(replay("--race").err().contains("data race"), "a race is seen in it");
    }

    @Test
    void aFolderIsReadFromTheRecordingThoughItIsGone() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/zoo"));
        Files.writeString(root.resolve("a"), "inner");
        Files.writeString(root.resolve("closed"), "secret");
        String script = "ls -l /mnt/it; cat /mnt/it/a; cat /mnt/it/no; cat /mnt/it/a";
        Foal.Result recorded = record(Foal.withInput(""), "--bind", root + ":/mnt/it", "sh", "-c", script);
        assertTrue(recorded.out().contains("inner"), recorded::toString);
        Files.delete(root.resolve("a"));
        Files.delete(root.resolve("closed"));
        Files.delete(root);
        assertIsRepeated(recorded);
    }

    @Test
    void changesToAFolderAreNotMadeAgain() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Foal.Result recorded = record(Foal.withInput(""), "--bind", shared + ":/mnt/it:rw", "sh", "-c",
                "echo text > /mnt/it/new; mkdir /mnt/it/d; mkdir /mnt/it/d; cat /mnt/it/new; ls /mnt/it");
        assertEquals("text\n", Files.readString(shared.resolve("new")));
        Files.delete(shared.resolve("new"));
        Files.delete(shared.resolve("d"));
        assertIsRepeated(recorded);
        assertTrue(Files.list(shared).findAny().isEmpty(), "nothing was written");
    }

    @Test
    void whatIsWrittenAsTheMachineIsSwitchedOffIsNotWrittenAgain() throws Exception {
        Path source = Files.writeString(folder.resolve("p.c"), """
                #include <foal.h>
                #include <fcntl.h>
                #include <sys/mman.h>
                int main(void)
                {
                    char *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open("/mnt/it/file", O_RDWR), 0);
                    page[0] = 'T';
                    return page[1] == 'e' ? 0 : 1;
                }
                """);
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("file"), "text");
        Foal.Result recorded = record(Foal.withInput(""), "--bind", shared + ":/mnt/it:rw", source.toString());
        assertEquals(new Foal.Result(0, "", ""), recorded);
        assertEquals("Text", Files.readString(shared.resolve("file")));
        Files.delete(shared.resolve("file"));
        assertIsRepeated(recorded);
    }

    @Test
    void aProgramOfTheHostsNeedNotBeThere() throws Exception {
        Path copy = Files.copy(Path.of(program("touch")), folder.resolve("mine"));
        Foal.Result recorded = record(Foal.withInput(""), copy.toString(), "write:/tmp/x", "read:/tmp/x");
        assertEquals(0, recorded.status(), recorded::toString);
        Files.delete(copy);
        assertIsRepeated(recorded);
    }

    @Test
    void aRootOfDebiansIsRead() throws Exception {
        Foal.Result recorded = record(Foal.withInput("b\na\n"), "--root", DebianRoot.get().toString(), "--env", "PATH=/usr/bin:/bin",
                "/usr/bin/bash", "-c", "sort | tr a-z A-Z; cat /etc/hostname /nowhere");
        assertTrue(recorded.out().startsWith("A\nB\n"), recorded::toString);
        assertIsRepeated(recorded);
    }

    @Test
    void whatComesByTheNetworkIsRepeated() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Foal.Result> guest = CompletableFuture.supplyAsync(
                    () -> record(Foal.withInput(""), "--net", "host", program("net"), "client", String.valueOf(server.getLocalPort())),
                    task -> Thread.ofPlatform().daemon().start(task));
            try (Socket connection = server.accept()) {
                connection.getInputStream().readAllBytes();
                connection.getOutputStream().write("thanks\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(new Foal.Result(0, "thanks\n", ""), guest.get());
        }
        assertIsRepeated(new Foal.Result(0, "thanks\n", ""));
    }

    @Test
    void aDeadlockIsReportedAgain() {
        Foal.Result recorded = record(Foal.withInput(""), "--sched", "random", "--quantum", "50", "--seed", "1", "philosophers_broken");
        assertEquals(123, recorded.status());
        assertEquals(recorded, replay());
    }

    @Test
    void aRunThatWasStoppedIsRepeatedUpToThere() {
        assertEquals(124, record(Foal.withInput(""), "--timeout", "0.5", "sh", "-c", "echo begun; while true; do :; done").status());
        Foal.Result repeated = replay();
        assertEquals(124, repeated.status());
        assertEquals("begun\n", repeated.out());
        assertTrue(repeated.err().contains("there the time of --timeout was up"), repeated::toString);
    }

    // ---- files that are no good ------------------------------------------------------------------------------------

    private void assertIsRefused(String why) {
        Foal.Result result = replay();
        assertEquals(125, result.status(), result::toString);
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result::toString);
        assertTrue(result.err().contains(why), result::toString);
    }

    private void change(String text, String by) throws IOException {
        byte[] old = Files.readAllBytes(Path.of(file()));
        Files.writeString(Path.of(file()), new String(old, StandardCharsets.ISO_8859_1).replaceFirst(text, by), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws Exception {
        Files.writeString(Path.of(file()), "hello");
        assertIsRefused("is no recording of foal");
        Files.write(Path.of(file()), new byte[0]);
        assertIsRefused("is no recording of foal");
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        Foal.Result result = replay();
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("foal: " + file() + ": there is no such file"), result::toString);
    }

    @Test
    void anotherVersionOfFoalIsNamed() throws Exception {
        record(Foal.withInput(""), "hello");
        String line = Files.readString(Path.of(file()), StandardCharsets.ISO_8859_1).lines().findFirst().orElseThrow();
        String json = line.substring(26).replaceFirst("\"foal\":\"[^\"]*\"", "\"foal\":\"0.1\"");
        CRC32 sum = new CRC32();
        sum.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(Path.of(file()), line.substring(0, 17) + String.format("%08x ", sum.getValue()) + json + "\n");
        assertIsRefused("was recorded by foal 0.1; this is foal ");
    }

    @Test
    void anotherProgramIsNamed() throws Exception {
        Path source = Files.writeString(folder.resolve("p.c"), "int main(void) { return 4; }\n");
        assertEquals(4, record(Foal.withInput(""), source.toString()).status());
        assertEquals(4, replay().status());
        Files.writeString(source, "int main(void) { return 5; }\n");
        assertIsRefused("is of another " + source);
    }

    @Test
    void damageIsSeenBeforeTheRunBegins() throws Exception {
        record(Foal.withInput("line\n"), "cat");
        byte[] whole = Files.readAllBytes(Path.of(file()));
        int line = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n');
        change("\"seed\":0", "\"seed\":1");
        assertIsRefused("is damaged: its first line has another checksum");
        for (int at : new int[] {line + 1, line + 8, line + 40, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(Path.of(file()), damaged);
            assertIsRefused("is damaged: ");
        }
        Files.write(Path.of(file()), Arrays.copyOf(whole, line / 2));
        assertIsRefused("is damaged: its first line is cut off");
    }

    @Test
    void aFileThatWasCutOffIsReplayedUpToThere() throws Exception {
        record(Foal.withInput("line\n"), "cat");
        byte[] whole = Files.readAllBytes(Path.of(file()));
        for (int length = whole.length - 1; length > whole.length - 60; length -= 7) {
            Files.write(Path.of(file()), Arrays.copyOf(whole, length));
            Foal.Result result = replay();
            boolean isAllThere = result.equals(new Foal.Result(0, "line\n", "")); // only the mark of the end is missing
            assertTrue(isAllThere || result.status() == 125 && result.err().contains("the file was cut off there, or Foal was killed"), result::toString);
        }
    }

    @Test
    void noDamageMakesMoreOfItThanOneLine() throws Exception {
        record(Foal.withInput("line\n"), "sh", "-c", "cat; ls -l /bin/sh");
        byte[] whole = Files.readAllBytes(Path.of(file()));
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int bytes = i % 3; bytes >= 0 && damaged.length > 0; bytes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(Path.of(file()), damaged);
            Foal.Result result = replay();
            boolean isUnharmed = result.status() == 0 && Arrays.equals(whole, damaged);
            assertTrue(isUnharmed || result.status() == 125 && result.err().lines().count() == 1
                    && !result.err().contains("internal error"), result::toString);
        }
    }

    @Test
    void aFullDiskIsToldInOneLine() {
        Foal.Result result = foal("boot", "--record", "/dev/full", "hello");
        assertEquals(125, result.status());
        assertEquals("foal: cannot write to /dev/full: No space left on device\n", result.err());
    }

    @Test
    void aFileThatCannotBeMadeIsToldInOneLine() {
        Foal.Result result = foal("boot", "--record", folder.resolve("no/file").toString(), "hello");
        assertEquals(125, result.status());
        assertTrue(result.err().startsWith("foal: cannot write to "), result::toString);
    }
}
