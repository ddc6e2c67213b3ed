package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.kernel.tty.Terminals;
import foal.tools.boot.CLibrary;
import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that are given as source files. */
class SourceFilesTest {
    /** Loses updates if a thread is interrupted between its load and its store. */
    private static final String LOSES = """
            #include <pthread.h>
            static int counter;
            static void *add(void *p)
            {
                for (int i = 0; i < TIMES; i++) {
                    int seen = counter;
                    counter = seen + 1;
                }
                return p;
            }
            int main(void)
            {
                pthread_t threads[2];
                for (int i = 0; i < 2; i++)
                    pthread_create(&threads[i], NULL, add, NULL);
                for (int i = 0; i < 2; i++)
                    pthread_join(threads[i], NULL);
                return counter != 2 * TIMES;
            }
            """;

    @TempDir
    private Path folder;

    private String source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void assumeThereIs(CLibrary library) {
        assumeTrue(Installation.find().has(library), library.word() + " is not here");
    }

    @Test
    void severalSourcesAreOneProgram_AndTheWordsBehindThemItsArguments() throws IOException {
        String main = source("main.c", """
                #include <foal.h>
                #include <stdio.h>
                int twice(int);
                int main(int argc, char *argv[])
                {
                    printf("%s %d %s\\n", argv[0], twice(argc), argc > 1 ? argv[1] : "");
                    return 0;
                }
                """);
        String twice = source("twice.c", "int twice(int n) { return 2 * n; }\n");
        String name = folder.resolve("main").toString();
        assertEquals(new Foal.Result(0, name + " 4 word\n", ""), foal("boot", main, twice, "word"));
        assertEquals(new Foal.Result(0, name + " 4 " + twice + "\n", ""), foal("boot", main, twice, "--", twice));
    }

    @Test
    void optionsOfTheCompilerComeBeforeTheSources() throws IOException {
        Files.createDirectory(folder.resolve("include"));
        source("include/limit.h", "#define LIMIT 40\n");
        String main = source("main.c", "#include <limit.h>\nint main(void) { return LIMIT + (__STDC_VERSION__ == 199901L ? MORE : 0); }\n");
        String include = folder.resolve("include").toString();
        assertEquals(42, foal("boot", "-I", include, "--seed", "-1", "-DMORE=2", "-std=c99", main).status());
        assertEquals(42, foal("strace", "-I" + include, "-D", "MORE=2", "-O0", "-std=gnu99", "-e", "trace=none", main).status());
        assertEquals(40, foal("boot", "-pedantic", "-fwrapv", "-mno-relax", "-w", "-DMORE=9", "-I" + include, main).status());
        assertEquals(42, foal("boot", "-I" + include, "-std=c99", "--cc=-include", "--cc", source("more.h", "#define MORE 2\n"), main).status());
    }

    @Test
    void whatComesBehindTheSourcesIsTheProgramsAndNotTheCompilers() throws IOException {
        String program = source("counts.c", "#include <foal.h>\nint main(int argc, char *argv[]) { return argv[argc - 1][0] == '-' ? argc : 0; }\n");
        assertEquals(new Foal.Result(2, "", ""), foal("boot", program, "-O2"));
        assertEquals(new Foal.Result(2, "", "foal: -lm is an argument of the program: options of the compiler come before the source\n"),
                foal("boot", program, "-lm"));
    }

    @Test
    void whatTheCompilerSaysIsSaidOnce_InColourAtATerminal() throws IOException {
        String wrong = source("wrong.c", "int main(void) { return missing; }\n");
        Foal.Result result = foal("boot", wrong);
        assertEquals(126, result.status());
        assertEquals(1, result.err().split("undeclared identifier", -1).length - 1, result.err());
        assertFalse(result.err().contains("\033"), result.err());
        assertTrue(Foal.withTerminals(new Terminals(false, false, true)).run("boot", wrong).err().contains("\033["));
    }

    @ParameterizedTest
    @EnumSource(names = {"GLIBC", "MUSL"})
    void completeLibrariesHaveThreadsAndMathematics(CLibrary library) throws IOException {
        assumeThereIs(library);
        String program = source("threads.c", """
                #include <math.h>
                #include <pthread.h>
                #include <stdio.h>
                static void *root(void *of)
                {
                    *(double *)of = sqrt(*(double *)of);
                    return NULL;
                }
                int main(void)
                {
                    double number = 2;
                    pthread_t thread;
                    pthread_create(&thread, NULL, root, &number);
                    pthread_join(thread, NULL);
                    printf("%.6f\\n", number);
                    return 0;
                }
                """);
        assertEquals(new Foal.Result(0, "1.414214\n", ""), foal("boot", "--libc", library.word(), program));
    }

    @Test
    void cPlusPlus() throws IOException {
        assumeThereIs(CLibrary.GLIBC);
        String program = source("threads.cpp", """
                #include <iostream>
                #include <stdexcept>
                #include <thread>
                int main()
                {
                    std::thread([] { std::cout << "in a thread\\n"; }).join();
                    try {
                        throw std::runtime_error("caught");
                    } catch (const std::exception &e) {
                        std::cout << e.what() << std::endl;
                    }
                }
                """);
        assertEquals(new Foal.Result(0, "in a thread\ncaught\n", ""), foal("boot", program));
    }

    @Test
    void whatIncludesFoalsLocksIsCompiledAgainstFoalsLibrary() throws IOException {
        String program = source("locks.c", """
                #include <sync/mutex.h>
                int main(void)
                {
                    struct mutex mutex = {0};
                    mutex_lock(&mutex);
                    return 7;
                }
                """);
        assertEquals(new Foal.Result(7, "", ""), foal("boot", program));
    }

    @Test
    void whereTheSmallLibraryHasNoHeader_ALineNamesTheOthers() throws IOException {
        Foal.Result result = foal("boot", "--libc", "small", source("complex.c", "#include <stdio.h>\n#include <complex.h>\nint main(void) { return 0; }\n"));
        assertEquals(126, result.status());
        assertTrue(result.err().contains("foal: Foal's small C library has no <complex.h>; --libc glibc and --libc musl are complete\n"), result.err());
    }

    @ParameterizedTest
    @EnumSource(names = {"SMALL", "MUSL"})
    void ofCPlusPlusALineNamesTheLibraryThatHasIt(CLibrary library) throws IOException {
        assumeThereIs(library);
        Foal.Result result = foal("boot", "--libc", library.word(), source("main.cpp", "#include <vector>\nint main() { return 0; }\n"));
        assertEquals(126, result.status());
        assertTrue(result.err().contains("foal: only glibc comes with a library for C++: --libc glibc\n"), result.err());
        assertFalse(result.err().contains("musl are complete"), result.err());
    }

    @Test
    void aLibraryThatThereIsNotIsWrongUsage() {
        Foal.Result result = foal("boot", "--libc", "large", "hello");
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("foal: --libc large: must be small or musl or glibc\n"), result.err());
    }

    @Test
    void aTokenHoldsTheLibrary_AndItsCommandLineTheCompilersOptions() throws IOException {
        assumeThereIs(CLibrary.GLIBC);
        Foal.Result explored = foal("explore", "--exhaustive", "-DTIMES=2", "-O0", source("loses.c", LOSES));
        assertEquals(1, explored.status(), explored::toString);
        Matcher command = Pattern.compile("foal replay (foal1/\\S+/libc:glibc/\\S+) (-DTIMES=2) (-O0) (\\S+)").matcher(explored.out());
        assertTrue(command.find(), explored.out());
        assertEquals(new Foal.Result(1, "", ""), foal("replay", command.group(1), command.group(2), command.group(3), command.group(4)));
        Foal.Result other = foal("replay", command.group(1), "-DTIMES=3", "-O0", command.group(4));
        assertEquals(2, other.status());
        assertTrue(other.err().startsWith("foal: the token is of another program"), other.err());
    }
}
