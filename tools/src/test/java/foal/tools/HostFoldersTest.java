package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the host's in the guest's tree. */
class HostFoldersTest {
    @TempDir
    private Path host;
    private Path folder;

    @BeforeEach
    void fillFolder() throws IOException {
        folder = Files.createDirectories(host.resolve("folder"));
        Files.writeString(folder.resolve("file"), "text");
        Files.createDirectories(folder.resolve("zoo/b"));
        Files.writeString(folder.resolve("zoo/a"), "inner");
        Files.writeString(host.resolve("outside"), "secret");
        Files.createSymbolicLink(folder.resolve("away"), Path.of("../outside"));
        Files.createSymbolicLink(folder.resolve("absolute"), host.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("within"), Path.of("/zoo/a"));
    }

    private String boot(List<String> options, String... actions) {
        List<String> words = new ArrayList<>(List.of("boot"));
        words.addAll(options);
        words.add(program("touch"));
        words.addAll(List.of(actions));
        Foal.Result result = foal(words.toArray(String[]::new));
        assertEquals("", result.err());
        return result.out();
    }

    private String withRoot(String... actions) {
        return boot(List.of("--root", folder.toString()), actions);
    }

    private String withBind(String suffix, String... actions) {
        return boot(List.of("--bind", folder + ":/mnt/it" + suffix), actions);
    }

    /** All paths in the folder, and what is in the files. */
    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<String> lines = new ArrayList<>();
            for (Path path : all.sorted(Comparator.comparing(Path::toString)).toList()) {
                lines.add(folder.relativize(path) + (Files.isRegularFile(path) && !Files.isSymbolicLink(path)
                        ? " " + Files.readString(path) : ""));
            }
            return lines;
        }
    }

    @Test
    void aRootIsReadAndListedInTheOrderOfNames() {
        assertEquals("text ok\na b ok\n", withRoot("read:/file", "list:/zoo"));
        assertTrue(withRoot("list:/").startsWith("absolute away file within zoo "));
    }

    @Test
    void whatIsChangedInARootStaysInMemory() throws IOException {
        List<String> before = contents();
        assertEquals("ok\nnew ok\nok\nok\nok\nb a.new c ok\ninner ok\n", withRoot("write:/file", "read:/file", "remove:/within",
                "rename:/zoo/a", "write:/zoo/c", "list:/zoo", "read:/zoo/a.new"));
        assertEquals(before, contents());
    }

    @Test
    void noPathLeadsOutOfARoot() {
        assertEquals("inner ok\n", withRoot("read:/within"));
        String nothing = "No such file or directory\n";
        assertEquals(nothing.repeat(4),
                withRoot("read:/away", "read:/absolute", "read:/../outside", "read:/zoo/../../../outside"));
    }

    @Test
    void aBoundFolderIsReadOnlyUnlessToldOtherwise() throws IOException {
        List<String> before = contents();
        String refusal = "Read-only file system\n";
        assertEquals("text ok\n" + refusal.repeat(4), withBind("", "read:/mnt/it/file", "write:/mnt/it/file",
                "write:/mnt/it/new", "remove:/mnt/it/file", "rename:/mnt/it/zoo"));
        assertEquals(before, contents());
    }

    @Test
    void aWritableFolderIsChangedOnTheHost() throws IOException {
        assertEquals("ok\n".repeat(5), withBind(":rw", "write:/mnt/it/file", "write:/mnt/it/zoo/c", "remove:/mnt/it/within",
                "rename:/mnt/it/zoo", "write:/mnt/it/zoo.new/b2"));
        assertEquals(List.of("", "absolute", "away", "file new", "zoo.new", "zoo.new/a inner", "zoo.new/b", "zoo.new/b2 new",
                "zoo.new/c new"), contents());
        assertEquals("secret", Files.readString(host.resolve("outside")));
    }

    @Test
    void linksOutOfAWritableFolderAreNotWrittenThrough() throws IOException {
        withBind(":rw", "write:/mnt/it/absolute", "write:/mnt/it/away");
        assertEquals("secret", Files.readString(host.resolve("outside")));
    }

    @Test
    void twoRunsShowTheSame() {
        assertEquals(withRoot("list:/", "list:/zoo"), withRoot("list:/", "list:/zoo"));
    }

    @Test
    void aFolderThatIsNotThereIsExplained() {
        for (String[] words : new String[][] {{"--root", host + "/no"}, {"--bind", host + "/no:/x"}, {"--bind", "/tmp"},
            {"--bind", "/tmp:relative"}, {"--bind", "/tmp:/"}}) {
            Foal.Result result = foal("boot", words[0], words[1], "hello");
            assertEquals(2, result.status());
            assertTrue(result.err().startsWith("foal: " + words[0] + " " + words[1] + ": "), result.err());
        }
    }
}
