package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** BOOK.md and CONTRIBUTING.md lead to what exists; the book leaves no package out, and asks nobody to read more than it says. */
class BookTest {
    /** Lines of all files that the core's part links to, comments included. */
    private static final int MOST_LINES_OF_CORE = 9_000;
    private static final int MOST_LINES_OF_A_METHOD = 40;
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    private final Path home = Path.of(System.getProperty("foal.home"));
    private final Path kernel = home.resolve("kernel");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        assertEquals(List.of(), links(kernel, book()).filter(file -> !Files.isRegularFile(file)).toList());
    }

    @Test
    void everyLinkForContributorsLeadsSomewhere() throws IOException {
        String text = Files.readString(home.resolve("CONTRIBUTING.md"));
        assertEquals(List.of(), links(home, text).filter(file -> !Files.exists(file)).toList());
    }

    @Test
    void everyPackageIsLinkedTo() throws IOException {
        Set<Path> linked = links(kernel, part("## Beyond the core")).collect(Collectors.toSet());
        assertEquals(List.of(), packages().stream().map(folder -> folder.resolve("package-info.java"))
                .filter(description -> !linked.contains(description)).toList());
    }

    @Test
    void everyPackageIsDescribedInTheSameForm() throws IOException {
        Pattern form = Pattern.compile("(?s)/\\*\\*\n \\* \\w.*<p>Invariants: .*<p>Entry points: .*<p>Exercise: .*<p>Further reading: .*");
        for (Path folder : packages()) {
            assertTrue(form.matcher(Files.readString(folder.resolve("package-info.java"))).matches(), folder::toString);
        }
    }

    @Test
    void theCoreCanBeReadToItsEnd() throws IOException {
        Set<Path> files = links(kernel, part("## The core")).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(files.size() > 30, files::toString);
        int lines = 0;
        for (Path file : files) {
            lines += Files.readAllLines(file).size();
        }
        assertTrue(lines <= MOST_LINES_OF_CORE, "the core has " + lines + " lines");
        assertTrue(book().replaceAll("\\s+", " ").contains("fewer than 9,000 lines"));
    }

    @Test
    void noMethodOfTheCoreIsLongerThanAScreen() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : links(kernel, part("## The core")).collect(Collectors.toCollection(TreeSet::new))) {
            List<String> lines = Files.readAllLines(file);
            int start = 0;
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches(" {4}[^ *}/@].*\\) (throws .*)?\\{")) {
                    start = i;
                } else if (lines.get(i).equals("    }") && i - start >= MOST_LINES_OF_A_METHOD && start > 0) {
                    tooLong.add(file.getFileName() + ": " + lines.get(start).strip());
                }
                start = lines.get(i).equals("    }") ? 0 : start;
            }
        }
        assertEquals(List.of(), tooLong);
    }

    private String book() throws IOException {
        return Files.readString(kernel.resolve("BOOK.md"));
    }

    /** What stands below a heading, up to the next of its kind. */
    private String part(String heading) throws IOException {
        String from = book().split("\n" + heading + "\n", 2)[1];
        return from.split("\n## ", 2)[0];
    }

    private static Stream<Path> links(Path folder, String text) {
        return LINK.matcher(text).results().map(link -> folder.resolve(link.group(1)).normalize());
    }

    /** The folders of the kernel that hold classes. */
    private Set<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(kernel.resolve("src/main/java/foal"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(file -> file.getParent().normalize())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
