package foal.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.file.Dentry;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import foal.kernel.task.Credentials;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program finds on its stack, read back as its start-up code reads it. */
class InitialStackTest {
    private static final long STACK = 8L << 20;
    private static final long TOP = 0x4000_0000;
    private static final int AT_PHDR = 3, AT_PHNUM = 5, AT_PAGESZ = 6, AT_ENTRY = 9, AT_RANDOM = 25, AT_EXECFN = 31;
    private static final ElfFile ELF = new ElfFile(null, false, 0x1_1000, List.of(), 0x1_0040, 3, Optional.empty(), false);

    private final PhysicalMemory memory = new PhysicalMemory(8 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final AddressSpace space = AddressSpace.create(frames, 2).orElseThrow();
    private final UserMemory user = new UserMemory(space, memory);
    private final InitialStack stack = new InitialStack(user, TOP);

    @BeforeEach
    void mapStack() {
        space.map(Mapping.anonymous(TOP - STACK, TOP, 3, "[stack]"));
    }

    @AfterEach
    void giveBack() {
        space.close();
        memory.close();
    }

    private boolean push(List<String> arguments, List<String> environment) {
        return stack.push(new Image(ELF, 0), 0, new Program(Dentry.nameless("/bin/it", null), "it", arguments, environment), new Credentials(), new SplittableRandom(1));
    }

    private long word(long address) {
        Struct word = new Struct(8);
        assertTrue(user.read(address, word));
        return word.getLong(0);
    }

    private String string(long address) {
        return user.readString(address, 1 << 20).orElseThrow();
    }

    @Test
    void argumentsEnvironmentAndAuxiliaryVectorFollowEachOther() {
        List<String> arguments = List.of("it", "", "two words", "\u00ff\u0080");
        List<String> environment = List.of("A=1", "B=");
        assertTrue(push(arguments, environment));
        long at = stack.pointer();
        assertEquals(0, at % 16);
        assertEquals(4, word(at));
        at += 8;
        for (String argument : arguments) {
            assertEquals(argument, string(word(at)));
            at += 8;
        }
        assertEquals(0, word(at));
        at += 8;
        for (String variable : environment) {
            assertEquals(variable, string(word(at)));
            at += 8;
        }
        assertEquals(0, word(at));
        Map<Integer, Long> auxiliary = auxiliary(at + 8);
        assertEquals(4096, auxiliary.get(AT_PAGESZ));
        assertEquals(ELF.entry(), auxiliary.get(AT_ENTRY));
        assertEquals(ELF.headerAddress(), auxiliary.get(AT_PHDR));
        assertEquals(3, auxiliary.get(AT_PHNUM));
        assertEquals("it", string(auxiliary.get(AT_EXECFN)));
        assertNotEquals(0, word(auxiliary.get(AT_RANDOM)));
        assertNotEquals(word(auxiliary.get(AT_RANDOM)), word(auxiliary.get(AT_RANDOM) + 8));
    }

    private Map<Integer, Long> auxiliary(long start) {
        Map<Integer, Long> vector = new LinkedHashMap<>();
        for (long at = start; word(at) != 0; at += 16) {
            vector.put((int) word(at), word(at + 8));
        }
        return vector;
    }

    @Test
    void noArgumentsAreAllRight() {
        assertTrue(push(List.of(), List.of()));
        assertEquals(0, word(stack.pointer()));
        assertEquals(0, word(stack.pointer() + 8));
        assertEquals(0, word(stack.pointer() + 16));
    }

    @Test
    void aQuarterOfTheStackIsTheMost() {
        String kilobyte = "x".repeat(1023);
        int fit = (int) (STACK / 4 / (1024 + 8));
        assertFalse(InitialStack.tooBig(Collections.nCopies(fit, kilobyte), List.of(), STACK));
        assertTrue(InitialStack.tooBig(Collections.nCopies(fit, kilobyte), Collections.nCopies(2, kilobyte), STACK));
        assertTrue(push(Collections.nCopies(fit, kilobyte), List.of()));
    }

    @Test
    void oneStringMayNotBeTooLong() {
        assertFalse(InitialStack.tooBig(List.of("x".repeat(InitialStack.LONGEST_STRING - 1)), List.of(), STACK));
        assertTrue(InitialStack.tooBig(List.of("x".repeat(InitialStack.LONGEST_STRING)), List.of(), STACK));
    }
}
