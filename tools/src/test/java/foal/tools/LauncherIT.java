package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher ./foal, as a shell runs it: the JDK, the streams, signals. */
class LauncherIT {
    private static final Path LAUNCHER = Installation.find().home().resolve("foal");
    private static final Path GUESTS = Installation.find().home().resolve("tools/src/test/guest");

    @TempDir
    private Path folder;
    private ProcessBuilder shell;

    @BeforeEach
    void shellWithTheCommandFoal() {
        shell = new ProcessBuilder().directory(folder.toFile());
        shell.environment().put("foal", LAUNCHER.toString());
        shell.environment().put("guests", GUESTS.toString());
        shell.environment().put("FOAL_JAVA_HOME", System.getProperty("java.home"));
    }

    private record Result(int status, String out, String err) {}

    private Result sh(String script) throws IOException, InterruptedException {
        Process process = start(script);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), script);
        return new Result(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    private Process start(String script) throws IOException {
        return shell.command("sh", "-c", script).redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
    }

    @Test
    void runsASample_SilentlyOnceBuilt() throws Exception {
        assertEquals(new Result(0, "Hello from process 2\nargument 1 is \"--help me\"\n", ""), sh("\"$foal\" boot hello '--help me'"));
    }

    @Test
    void startsWithWhatTheBuildHasLearned() throws Exception {
        shell.environment().put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on"); // an error if it cannot be used
        assertEquals(0, sh("\"$foal\" boot hello").status());
    }

    @Test
    void passesTheExitStatusOn() throws Exception {
        assertEquals(127, sh("\"$foal\" boot nonesuch").status());
        assertEquals(42, sh("\"$foal\" boot \"$guests/answer.S\"").status());
    }

    @Test
    void worksThroughLinks() throws Exception {
        assertEquals(new Result(0, "Hello from process 2\n", ""),
                sh("mkdir bin; ln -s \"$foal\" bin/one; ln -s one bin/two; ./bin/two boot hello"));
        assertEquals(new Result(0, "Hello from process 2\n", ""), sh("PATH=$PWD/bin:$PATH; two boot hello"));
    }

    @Test
    void findsAJdkByItselfOrTakesTheOneNamed() throws Exception {
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertEquals(0, sh("unset FOAL_JAVA_HOME; \"$foal\" boot hello").status());
        assertEquals(new Result(125, "", "foal: FOAL_JAVA_HOME=/nowhere is no JDK 25 or newer; install one, or name its folder in FOAL_JAVA_HOME; `foal doctor` says more\n"),
                sh("FOAL_JAVA_HOME=/nowhere \"$foal\" boot hello"));
        assertEquals(125, sh("mkdir old old/bin; touch old/bin/java; chmod +x old/bin/java; echo 'JAVA_VERSION=\"17.0.1\"' > old/release; "
                + "FOAL_JAVA_HOME=$PWD/old \"$foal\" boot hello").status());
    }

    @Test
    void withoutALibunicornTheLineSaysWhatToInstall() throws Exception {
        Result result = sh("FOAL_UNICORN=/nowhere \"$foal\" boot hello");
        assertEquals(125, result.status());
        assertTrue(result.err().startsWith("foal: no usable libunicorn (>= 2.1): /nowhere does not exist. Install it ("), result.err());
        assertTrue(result.err().endsWith("; foal doctor tells more\n"), result.err());
    }

    @Test
    void optionsForEveryJavaDoNotReachStandardOutput() throws Exception {
        shell.environment().putAll(Map.of("JAVA_TOOL_OPTIONS", "-verbose:class -Xlog:gc"));
        Result result = sh("\"$foal\" boot hello");
        assertEquals(0, result.status());
        assertEquals("Hello from process 2\n", result.out());
    }

    @Test
    void optionsForThisJavaOnlyAreTaken() throws Exception {
        shell.environment().put("FOAL_JAVA_OPTIONS", "-Xint -Dfoal.machine-code=off");
        assertEquals(new Result(0, "Hello from process 2\n", ""), sh("\"$foal\" boot hello"));
        Result version = sh("\"$foal\" --version");
        assertTrue(version.out().endsWith("\nmachine code  off\n"), version.out());
    }

    @Test
    void aCrashOfJavaIsToldInALineThatNamesTheReport() throws Exception {
        shell.environment().put("TMPDIR", folder.toString());
        Process process = start("exec \"$foal\" boot sh -c 'echo up; read line' < /dev/zero");
        while (Files.size(folder.resolve("out")) == 0) {
            assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS), () -> "it has ended by itself");
        }
        assertEquals(0, new ProcessBuilder("kill", "-SEGV", Long.toString(process.pid())).start().waitFor());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(128 + 6, process.exitValue());
        assertEquals("up\n", Files.readString(folder.resolve("out")));
        Path report = folder.resolve("foal-crash-" + process.pid() + ".log");
        assertTrue(Files.size(report) > 0);
        assertEquals("foal: Java has crashed: see " + report + ", and try FOAL_JAVA_OPTIONS=-Dfoal.machine-code=off\n",
                Files.readString(folder.resolve("err")));
    }

    @Test
    void bytesBeyondAsciiPassInEveryLocale() throws Exception {
        for (String locale : List.of("C", "POSIX", "C.UTF-8", "")) {
            assertEquals("195 164 \n", sh("LC_ALL=" + locale + " \"$foal\" boot \"$guests/bytes.c\" ä").out(), locale);
        }
    }

    @Test
    void terminalsAreToldFromFiles() throws Exception {
        assertTrue(sh("\"$foal\" boot \"$guests/surroundings.c\"").out().endsWith("terminals: 000\n"));
    }

    @Test
    void standardInputIsPassedOn() throws Exception {
        assertEquals(new Result(0, "one\ntwo", "7 bytes\n"), sh("printf 'one\\ntwo' | \"$foal\" boot \"$guests/cat.c\""));
    }

    @Test
    void aFullDiskEndsTheRunWithOneLine_AndAReaderWhoHasGoneWithoutAWord() throws Exception {
        assertEquals(new Result(125, "", "foal: cannot write to standard output: No space left on device\n"),
                sh("\"$foal\" boot hello > /dev/full"));
        assertEquals(new Result(0, "141", ""),
                sh("{ { \"$foal\" boot hello; printf $? >&3; } | true; } 3>&1"));
    }

    @Test
    void sigquitEndsItWithoutAWord() throws Exception {
        assertEquals(new Result(0, "131", ""), sh("mkfifo began; \"$foal\" boot sh -c 'echo began; while true; do :; done' > began & "
                + "read line < began; kill -QUIT $!; wait $! 2>&-; printf $?"));
    }

    @Test
    void closedStreamsAreErrorsAndNotSomeOtherFile() throws Exception {
        Result output = sh("\"$foal\" boot hello >&-");
        assertEquals(125, output.status());
        assertTrue(output.err().startsWith("foal: cannot write to standard output: "), output.err());
        Result input = sh("\"$foal\" boot \"$guests/lines.c\" <&-");
        assertEquals("end: 0\n", input.out());
        assertTrue(input.err().startsWith("foal: cannot read standard input: "), input.err());
        assertEquals(127, sh("\"$foal\" boot nonesuch 2>&-").status());
    }

    @Test
    void aSignalEndsItAtOnce_AndItsTemporaryFilesGo() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        shell.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Process process = start("printf '#include <stdio.h>\\nint main(void) { puts(\"up\"); fflush(stdout); for (;;) __asm__(\"\"); }' > up.c; "
                + "exec \"$foal\" boot up.c");
        while (Files.size(folder.resolve("out")) == 0) {
            assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS), () -> "it has ended by itself");
        }
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(128 + 15, process.exitValue());
        assertEquals("up\n", Files.readString(folder.resolve("out")));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void compilesAProgramThatItThenRuns() throws Exception {
        assertEquals(new Result(3, "", ""), sh("echo 'int main(void) { return THREE; }' > three.c; "
                + "\"$foal\" cc -DTHREE=3 -O1 three.c -o three && \"$foal\" boot ./three"));
        Result wrong = sh("echo 'int main(void) { return 1 }' > wrong.c; \"$foal\" cc wrong.c -o wrong");
        assertEquals(1, wrong.status());
        assertTrue(wrong.err().contains("wrong.c:1:"), wrong.err());
        assertEquals(2, sh("\"$foal\" cc").status());
    }
}
