package foal.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CcTest {
    private static final Userland USERLAND = Userland.fromSystemProperty();
    private static Toolchain toolchain;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpackToolchain() throws Exception {
        toolchain = Toolchain.find();
    }

    private Toolchain.Outcome cc(String... arguments) throws Exception {
        var list = List.of(arguments);
        Cc.check(list);
        return toolchain.run(new Cc(USERLAND, toolchain).command(list));
    }

    private String source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String output(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void linksCAndAssemblyToAProgram() throws Exception {
        var main = source("main.c", "int answer(void);\nint main(void) { return answer(); }\n");
        var answer = source("answer.S", ".globl answer\nanswer: li a0, 42\n ret\n");
        var outcome = cc(main, answer, "-o", output("program"));
        assertEquals(new Toolchain.Outcome(0, ""), outcome);
        assertEquals(ProgramHeaders.RISC_V, ProgramHeaders.read(folder.resolve("program")).machine());
    }

    @Test
    void clangsOwnHeadersAreThere() throws Exception {
        var main = source("main.c", """
                #include <float.h>
                #include <limits.h>
                #include <stdarg.h>
                #include <stdatomic.h>
                #include <stdbool.h>
                #include <stddef.h>
                #include <stdint.h>
                _Static_assert(sizeof(atomic_int) == 4 && LONG_MAX == INT64_MAX, "");
                int main(void) { return 0; }
                """);
        assertEquals(new Toolchain.Outcome(0, ""), cc("-Wall", main, "-o", output("program")));
    }

    @Test
    void stopsBeforeLinkingWhenAsked() throws Exception {
        var main = source("main.c", "int main(void) { return 0; }");
        assertEquals(0, cc("-c", main, "-o", output("main.o")).exitStatus());
        assertEquals(0, cc("-S", main, "-o", output("main.s")).exitStatus());
        assertTrue(Files.readString(folder.resolve("main.s")).contains("main:"));
        assertEquals(0, cc(output("main.o"), "-o", output("program")).exitStatus());
    }

    @Test
    void theUsersOptionsWinOverFoals() throws Exception {
        var main = source("main.c", """
                #ifdef __OPTIMIZE__
                #error "optimizes"
                #endif
                int main(void) { return 0; }
                """);
        assertEquals(0, cc("-O0", main, "-o", output("program")).exitStatus());
        assertFalse(cc(main, "-o", output("program")).exitStatus() == 0);
    }

    @Test
    void reportsWhatClangReports() throws Exception {
        var outcome = cc(source("main.c", "int main(void) { return x; }"), "-o", output("program"));
        assertEquals(1, outcome.exitStatus());
        assertTrue(outcome.output().contains("main.c:1:25: error: use of undeclared identifier 'x'"), outcome.output());
    }

    @Test
    void mistakesOnTheCommandLineGetOneClearLine() throws Exception {
        var main = source("main.c", "int main(void) { return 0; }");
        assertMistake(UserError.WRONG_USAGE, "no output file: add -o OUT", main);
        assertMistake(UserError.WRONG_USAGE, "no input files; usage: foal cc [--libc NAME] [CLANG OPTIONS] FILE... -o OUT");
        assertMistake(UserError.FAILED, "missing.c: no such file", "missing.c", "-o", "program");
        assertMistake(UserError.FAILED, folder + ": is a folder, not a source file", folder.toString(), "-o", "x");
    }

    @Test
    void partsThatOtherCLibrariesHaveCanBeNamed() throws Exception {
        var main = source("main.c", "int main(void) { return 0; }");
        assertEquals(new Toolchain.Outcome(0, ""), cc(main, "-lpthread", "-lrt", "-o", output("program")));
    }

    @Test
    void whatTheSmallLibraryDoesNotHaveIsFoundInTheSources() throws Exception {
        var main = source("main.c", "#include <stdio.h>\n # include <complex.h>\n#include <sync/mutex.h>\n#include <stdarg.h>\n// <none.h>\n");
        assertEquals(List.of("complex.h"), Libc.missingHeaders(USERLAND, toolchain, List.of(main, "missing.c")));
    }

    @Test
    void aCompleteLibraryMakesAProgramOfCppToo() throws Exception {
        Assumptions.assumeTrue(Libc.GLIBC.isThere(USERLAND), "there is no glibc here");
        var cpp = source("main.cpp", "#include <vector>\nint main() { return std::vector<int>(3).size(); }\n");
        var outcome = toolchain.run(new Cc(USERLAND, toolchain).command(Libc.GLIBC, List.of(cpp, "-o", output("program"))));
        assertEquals(new Toolchain.Outcome(0, ""), outcome);
        assertEquals(ProgramHeaders.EXECUTABLE_FILE, ProgramHeaders.read(folder.resolve("program")).type());
    }

    @Test
    void onlyGlibcIsSaidToHaveCpp() throws Exception {
        var cpp = source("main.cpp", "#include <vector>\nint main() { return 0; }\n");
        for (var libc : List.of(Libc.SMALL, Libc.MUSL)) {
            assertEquals(List.of("only glibc comes with a library for C++: --libc glibc"),
                    Cc.hints(USERLAND, toolchain, new Cc.Request(libc, List.of(cpp))));
        }
        assertEquals(List.of(), Cc.hints(USERLAND, toolchain, new Cc.Request(Libc.GLIBC, List.of(cpp))));
    }

    @Test
    void everyHeaderCanBeIncludedAloneAndTwiceWithoutWarnings() throws Exception {
        var failures = Stream.concat(headers(USERLAND.headers(), USERLAND.headers()), headers(USERLAND.syncSources(), USERLAND.home()))
                .toList().parallelStream().map(this::includedTwice).filter(outcome -> !outcome.equals(new Toolchain.Outcome(0, ""))).toList();
        assertEquals(List.of(), failures);
    }

    private static Stream<String> headers(Path folder, Path root) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".h")).map(file -> root.relativize(file).toString()).toList().stream();
        }
    }

    private Toolchain.Outcome includedTwice(String header) {
        try {
            var main = source(header.replace('/', '-') + ".c", "#include <%s>\n#include <%s>\nint main(void) { return 0; }\n".formatted(header, header));
            return cc("-fsyntax-only", "-Wall", "-Wextra", "-Wsystem-headers", "-Werror", main);
        } catch (Exception e) {
            throw new IllegalStateException(header, e);
        }
    }

    @Test
    void whereTheCompilerCannotBeReadItIsSaidWhereItIs() {
        var error = assertThrows(UserError.class, () -> Toolchain.checkReadable(folder + java.io.File.pathSeparator + folder.resolve("llvm.jar")));
        assertEquals("the C compiler cannot be read by " + System.getProperty("user.name") + ": it is in " + folder.resolve("llvm.jar")
                + ", with who built Foal; build it in a clone of your own", error.getMessage());
    }

    /** llvm-ar and others name temporary files by patterns with %. */
    @Test
    void theLibraryCanBeBuiltInAFolderWithAPercentSignInItsName() throws Exception {
        var home = folder.resolve("a%b%%c");
        for (var sources : List.of(USERLAND.headers(), USERLAND.librarySources(), USERLAND.syncSources())) {
            copy(sources, home.resolve(sources.getFileName()));
        }
        for (var empty : List.of("samples", "bin", "bench", "tests/homework", "target/classes")) {
            Files.createDirectories(home.resolve(empty));
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(new Toolchain.Outcome(0, ""), toolchain.run(List.of(java, "--enable-native-access=ALL-UNNAMED", "-Dfoal.userland=" + home,
                "-cp", System.getProperty("java.class.path"), BuildGuestPrograms.class.getName())));
        assertTrue(Files.size(home.resolve("target/lib/libfoal.a")) > 0);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void assertMistake(int exitStatus, String message, String... arguments) {
        var error = assertThrows(UserError.class, () -> Cc.check(List.of(arguments)));
        assertEquals(message, error.getMessage());
        assertEquals(exitStatus, error.exitStatus);
    }

    @Test
    void valuesOfOptionsAreNoInputFiles() {
        var arguments = List.of("-I", "include", "-DX=1", "-x", "c", "a.c", "-oout", "-l", "m", "-");
        assertEquals(new CommandLine(List.of("a.c", "-"), "out", true), CommandLine.parse(arguments));
    }

    @Test
    void programsAreStaticAndKeepCodeConstantsAndDataApart() throws Exception {
        for (var program : builtPrograms()) {
            var headers = ProgramHeaders.read(program);
            assertEquals(ProgramHeaders.EXECUTABLE_FILE, headers.type(), program.toString());
            assertEquals(0x10000, headers.ofType(ProgramHeaders.LOAD).getFirst().address());
            for (var segment : headers.ofType(ProgramHeaders.LOAD)) {
                assertFalse(segment.isWritable() && segment.isExecutable(), program.toString());
            }
            assertEquals(1, headers.ofType(ProgramHeaders.LOAD).stream()
                    .filter(ProgramHeaders.Segment::isExecutable).count());
            assertFalse(headers.ofType(ProgramHeaders.GNU_STACK).getFirst().isExecutable());
        }
    }

    private static List<Path> builtPrograms() throws IOException {
        try (var samples = Files.list(USERLAND.target().resolve("bin"));
                var tests = Files.list(USERLAND.target().resolve("tests"))) {
            return Stream.concat(samples, tests).toList();
        }
    }

    @Test
    void everySampleIsListedWithWhatItShows() throws Exception {
        var lines = Files.readAllLines(USERLAND.target().resolve("samples.txt"));
        try (var sources = Files.list(USERLAND.sampleSources())) {
            assertEquals(sources.count(), lines.size());
        }
        for (var line : lines) {
            var columns = line.split("\t");
            assertTrue(Files.isExecutable(USERLAND.target().resolve("bin").resolve(columns[0])), line);
            assertFalse(columns[1].isBlank(), line);
        }
    }
}
