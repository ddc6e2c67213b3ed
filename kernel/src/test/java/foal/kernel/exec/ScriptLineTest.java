package foal.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.Guest;
import foal.kernel.file.FileTree;
import foal.kernel.memory.FrameTable;
import foal.kernel.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first lines of scripts. */
class ScriptLineTest {
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FileTree tree = new FileTree(new FrameTable(memory, 1), new VirtualClock(() -> 0), () -> null);

    @AfterEach
    void giveMemoryBack() {
        tree.close();
        memory.close();
    }

    private Optional<ScriptLine> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ScriptLine.parse(tree.addFile("/script", 0555, Guest.contentOf(bytes)));
    }

    private boolean isScript(String text) {
        return ScriptLine.isScript(tree.addFile("/script", 0555, Guest.contentOf(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private void assertLine(String interpreter, String argument, String text) {
        assertEquals(Optional.of(new ScriptLine(interpreter, Optional.ofNullable(argument))), parse(text));
    }

    @Test
    void aScriptBeginsWithTwoCharacters() {
        assertTrue(isScript("#!/bin/sh\n"));
        assertTrue(isScript("#!"));
        assertFalse(isScript("#"));
        assertFalse(isScript(""));
        assertFalse(isScript(" #!/bin/sh\n"));
    }

    @Test
    void theLineNamesAnInterpreterAndAtMostOneArgument() {
        assertLine("/bin/sh", null, "#!/bin/sh\necho");
        assertLine("/bin/sh", null, "#!/bin/sh");
        assertLine("/bin/sh", null, "#! \t/bin/sh \t \n");
        assertLine("/bin/sh", "-e", "#!/bin/sh -e\n");
        assertLine("/bin/sh", "-e \t -u", "#!/bin/sh\t -e \t -u \n");
        assertLine("sh", null, "#!sh\n");
    }

    @Test
    void aLineWithoutAnInterpreterIsNone() {
        assertEquals(Optional.empty(), parse("#!"));
        assertEquals(Optional.empty(), parse("#!\n/bin/sh\n"));
        assertEquals(Optional.empty(), parse("#!  \t \n"));
        assertEquals(Optional.empty(), parse("#!\0/bin/sh\n"));
    }

    @Test
    void anArgumentThatIsTooLongIsCutAndAPathThatIsTooLongIsRefused() {
        assertLine("/bin/sh", "x".repeat(256 - 10), "#!/bin/sh " + "x".repeat(300) + "\n");
        assertLine("/" + "b".repeat(200), null, "#!/" + "b".repeat(200) + "\n");
        assertEquals(Optional.empty(), parse("#!/" + "b".repeat(300) + "\n"));
        assertEquals(Optional.empty(), parse("#!/" + "b".repeat(253)));
    }

    @Test
    void theInterpreterIsGivenTheScriptAndItsArguments() {
        ScriptLine script = parse("#!/bin/sh -e\n").orElseThrow();
        assertEquals(List.of("/bin/sh", "-e", "./it", "1", "2"), script.arguments("./it", List.of("it", "1", "2")));
        assertEquals(List.of("/bin/sh", "-e", "./it"), script.arguments("./it", List.of()));
    }
}
