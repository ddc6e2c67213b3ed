package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** What {@code mvn -Prelease package} leaves for a repository of jars: those of the machine and of the kernel. */
@Tag("campaign")
class PublishedJarsIT {
    private final Path home = Installation.find().home();

    @TempDir
    private Path folder;

    @BeforeEach
    void aReleaseWasMade() {
        assumeTrue(Files.isDirectory(home.resolve("tools/target/release")), "no release was made; mvn -Prelease package makes one");
    }

    private Path jar(String module, String kind) throws Exception {
        String version = pom("").getElementsByTagName("version").item(0).getTextContent();
        return home.resolve(module + "/target/foal-" + module + "-" + version + kind + ".jar");
    }

    private Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(home.resolve(module).resolve("pom.xml").toFile());
    }

    private static void expectEntry(Path jar, String name) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            assertNotNull(file.getEntry(name), name + " in " + jar);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "kernel"})
    void thereAreClassesSourcesAndDocumentation(String module) throws Exception {
        expectEntry(jar(module, ""), "module-info.class");
        expectEntry(jar(module, "-sources"), "module-info.java");
        expectEntry(jar(module, "-javadoc"), "foal." + module + "/foal/" + module + "/package-summary.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "kernel"})
    void thePomsSayWhatARepositoryAsksFor(String module) throws Exception {
        for (String element : List.of("name", "description")) {
            assertEquals(1, pom(module).getElementsByTagName(element).getLength(), element);
        }
        for (String element : List.of("url", "licenses", "developers", "scm")) {
            assertTrue(pom("").getElementsByTagName(element).getLength() > 0, element);
        }
    }

    @Test
    void aLabNeedsNothingElse() throws Exception {
        Path source = Files.writeString(folder.resolve("Lab.java"), """
                import foal.kernel.Options;
                import foal.cpu.unicorn.Unicorn;
                public class Lab {
                    public static void main(String[] arguments) {
                        try (Unicorn engine = new Unicorn()) {
                            engine.writeRegister(Unicorn.X0 + 10, Options.DEFAULT.seed() + 42);
                            System.out.println(engine.readRegister(Unicorn.X0 + 10));
                        }
                    }
                }
                """);
        Process lab = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfoal.home=" + home,
                "--enable-native-access=ALL-UNNAMED", "-cp", jar("cpu", "") + ":" + jar("kernel", ""), source.toString()).redirectErrorStream(true).start();
        assertEquals("42\n", new String(lab.getInputStream().readAllBytes()));
        assertEquals(0, lab.waitFor());
    }
}
