package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Linux for arm64, emulated by qemu-aarch64, Foal does what it does here: a JVM and a libunicorn of Debian's run it. */
@Tag("campaign")
class Arm64HostTest {
    private static final Path HOME = Installation.find().home();
    private static final int PATIENCE_MINUTES = 10;

    @TempDir
    private Path folder;

    /** What runs Foal's classes on such a host, with these as well that are among the tests. */
    private static List<String> host(Path root) {
        Path java = root.resolve("usr/lib/jvm/java-25-openjdk-arm64/bin/java");
        String modules = Stream.of("tools/target/classes", "kernel/target/classes", "cpu/target/classes", "tools/target/lib")
                .map(part -> HOME.resolve(part).toString()).collect(Collectors.joining(File.pathSeparator));
        return List.of("qemu-aarch64", "-L", root.toString(), java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "--enable-native-access=foal.cpu,foal.kernel,org.jline.terminal.ffm",
                "-Dfoal.home=" + HOME, "-Dfoal.unicorn=" + root.resolve("usr/lib/aarch64-linux-gnu/libunicorn.so.2"),
                "-p", modules, "--patch-module", "foal.tools=" + HOME.resolve("tools/target/test-classes"));
    }

    private List<Foal.Result> onArm64(List<String> commands) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(host(DebianRoot.arm64Host()));
        words.addAll(List.of("-m", "foal.tools/foal.tools.CommandList", folder.resolve("results").toString()));
        words.addAll(commands);
        File said = folder.resolve("said").toFile();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said).start();
        boolean hasEnded = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(hasEnded && process.exitValue() == 0, () -> said + ": " + read(said));
        return CommandList.read(folder.resolve("results"), commands.size());
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void assumeEmulator() {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(place -> Files.isExecutable(Path.of(place, "qemu-aarch64"))),
                "qemu-aarch64 is not installed");
    }

    /** Reports without names and lines of source: what finds these is a program for the build's host. */
    private static Foal.Result withoutPlaces(Foal.Result result) {
        String out = result.out().contains("To repeat it:") ? result.out().lines()
                .filter(line -> !line.startsWith("   ") || line.contains("To repeat it:"))
                .map(line -> line.replaceFirst(" in [0-9.]+ s \\([0-9]+/s\\)", "").replaceFirst("^[0-9]+\\. data race.*", "data race"))
                .collect(Collectors.joining("\n")) : result.out();
        return new Foal.Result(result.status(), out, result.err().lines()
                .filter(line -> !line.startsWith("foal:   ") || line.contains("last synchronisation"))
                .map(line -> line.replaceFirst("^foal: (data race|lock-order cycle) .*", "foal: $1")).collect(Collectors.joining("\n")));
    }

    @Test
    void programsAndReportsAreTheSame() throws Exception {
        assumeEmulator();
        String report = foal("explore", "--runs", "60", "lost_update_broken").out();
        String token = report.substring(report.indexOf("foal1/")).split("\\s")[0];
        List<String> commands = List.of("boot hello", "boot spinlock", "boot --seed 7 race", "boot --seed 7 --harts 2 race",
                "replay --strace " + token + " lost_update_broken", "strace -c pc_pipe", "strace -f hello",
                "boot --race lost_update_broken", "boot --lockset --seed 1 philosophers_broken",
                "explore --runs 20 --race lost_update_broken", "explore --exhaustive lost_update_broken",
                "boot sh /pipe.sh", "boot sh /exit.sh", "boot no_such_program",
                "boot --sched random --quantum 50 --seed 1 philosophers_broken");
        Files.writeString(folder.resolve("pipe.sh"), "dd if=/dev/zero bs=65536 count=16 | wc -c\n");
        Files.writeString(folder.resolve("exit.sh"), "kill -9 $$\n");
        commands = commands.stream().map(command -> command.replace("boot sh /", "boot --bind " + folder + ":/mnt sh /mnt/")).toList();
        List<Foal.Result> there = onArm64(commands);
        for (int i = 0; i < commands.size(); i++) {
            assertEquals(withoutPlaces(CommandList.run(commands.get(i))), withoutPlaces(there.get(i)), commands.get(i));
        }
    }
}
