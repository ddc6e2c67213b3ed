package foal.kernel.exec;

import static foal.kernel.Code.A0;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.SP;
import static foal.kernel.Code.S0;
import static foal.kernel.Code.T0;
import static foal.kernel.Code.TEXT;
import static foal.kernel.ElfBuilder.EXECUTE;
import static foal.kernel.ElfBuilder.GNU_STACK;
import static foal.kernel.ElfBuilder.INTERPRETER;
import static foal.kernel.ElfBuilder.READ;
import static foal.kernel.ElfBuilder.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.Code;
import foal.kernel.ElfBuilder;
import foal.kernel.Guest;
import foal.kernel.GuestRun;
import foal.kernel.task.Signal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that need others to run: interpreters of ELF files and of scripts. */
class ExecTest {
    private static final int EXECVE = 221;
    private static final int ENOENT = -2, ENOEXEC = -8, EACCES = -13, ELOOP = -40, ELIBBAD = -80;
    private static final long PIE_BASE = 0x2a_aaaa_a000L;
    private static final long PATH = DATA, ARGUMENTS = DATA + 0x100;

    /** Executes {@code /it} with its name and one argument; exits with the error if that fails. */
    private static Code executor() {
        return new Code().store(PATH, word("/it")).store(ARGUMENTS, PATH).store(ARGUMENTS + 8, PATH)
                .call(EXECVE, PATH, ARGUMENTS, 0).sub(A0, 0, A0).callOn(94);
    }

    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << 8 * i;
        }
        return word;
    }

    private static GuestRun execute(byte[] it, String interpreterPath, byte[] interpreter) {
        return Guest.code(executor()).file("/it", Guest.contentOf(it)).file(interpreterPath, Guest.contentOf(interpreter)).run();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] elf(Code code) {
        return ElfBuilder.executable(code);
    }

    /** Exits with argc. */
    private static Code argumentCounter() {
        return new Code().ld(A0, 0, SP).callOn(94);
    }

    // ---- scripts -----------------------------------------------------------------------------------------------

    @Test
    void aScriptIsRunByItsInterpreterWithOneMoreArgumentOrTwo() {
        execute(text("#!/sh\n"), "/sh", elf(argumentCounter())).assertExit(3);
        execute(text("#!/sh -e -u\n"), "/sh", elf(argumentCounter())).assertExit(4);
    }

    @Test
    void aScriptCanBeTheFirstProgram() {
        Guest.file(text("#!/sh\n")).file("/sh", Guest.contentOf(elf(argumentCounter()))).run().assertExit(2);
    }

    @Test
    void anInterpreterThatIsNotThereOrNoProgramIsAnError() {
        execute(text("#!/none\n"), "/sh", elf(argumentCounter())).assertExit(-ENOENT);
        execute(text("#!/\n"), "/sh", elf(argumentCounter())).assertExit(-EACCES);
        execute(text("#!\n"), "/sh", elf(argumentCounter())).assertExit(-ENOEXEC);
        execute(text("#!/sh\n"), "/sh", text("text")).assertExit(-ENOEXEC);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6})
    void interpretersMayBeScriptsUpToADepth(int scripts) {
        Guest guest = Guest.code(executor());
        for (int i = 1; i <= scripts; i++) {
            guest.file(i == 1 ? "/it" : "/s" + i, Guest.contentOf(text("#!" + (i < scripts ? "/s" + (i + 1) : "/sh") + "\n")));
        }
        guest.file("/sh", Guest.contentOf(elf(argumentCounter()))).run().assertExit(scripts <= 5 ? scripts + 2 : -ELOOP);
    }

    @Test
    void aScriptThatIsItsOwnInterpreterIsALoop() {
        execute(text("#!/it\n"), "/sh", text("")).assertExit(-ELOOP);
    }

    // ---- programs that can be loaded anywhere ------------------------------------------------------------------

    private static ElfBuilder relocatable(Code code) {
        return new ElfBuilder().type(3).entry(0x1000).segment(READ | EXECUTE, 0x1000, code.assemble())
                .zeros(READ | WRITE, 0x4000, 4096);
    }

    @Test
    void aRelocatableProgramIsLoadedAtTwoThirdsOfTheAddressSpace() {
        Code code = new Code().label("here").la(A0, "here").expect(PIE_BASE + 0x1000)
                .li(T0, PIE_BASE + 0x4000).sd(T0, 0, T0).call(214, 0).expect(PIE_BASE + 0x5000).exit(3);
        Guest.file(relocatable(code).build()).run().assertExit(3);
    }

    @Test
    void itIsAlignedAsItsSegmentsAsk() {
        Code code = new Code().label("here").la(A0, "here").expect((PIE_BASE & -0x20_0000) + 0x1000).exit(3);
        Guest.file(relocatable(code).alignment(0x20_0000).build()).run().assertExit(3);
        for (long alignment : new long[] {1L << 45, 1L << 62, Long.MIN_VALUE, -1, 3}) {
            Guest.file(relocatable(new Code().exit(3)).alignment(alignment).build()).run().assertNoLeak();
        }
    }

    private static ElfBuilder withInterpreter(Code code) {
        int nameAt = 64 + 4 * 56;
        return new ElfBuilder().entry(TEXT).segment(READ | EXECUTE, TEXT, code.assemble()).zeros(READ | WRITE, DATA, 4096)
                .header(INTERPRETER, READ, nameAt, 0, 7, 7).header(GNU_STACK, READ | WRITE, 0, 0, 0, 0).text(nameAt, "/ld.so\0");
    }

    /** Puts an entry of the auxiliary vector into a0; argv and envp are as the executor leaves them. */
    private static Code auxiliary(Code code, int key) {
        String next = "next " + code.size(), found = "found " + code.size();
        return code.mv(S0, SP).ld(T0, 0, S0).slli(T0, T0, 3).add(S0, S0, T0).addi(S0, S0, 24) // envp is empty
                .label(next).ld(A0, 0, S0).addi(S0, S0, 16).li(T0, key).bne(A0, T0, next).label(found).ld(A0, -8, S0);
    }

    @Test
    void theInterpreterRunsInPlaceOfTheProgramAndIsToldOfIt() {
        Code linker = new Code().label("here");
        auxiliary(linker, 9).expect(TEXT);
        auxiliary(linker, 5).expect(4);
        auxiliary(linker, 7).mv(S0, A0).addi(S0, S0, 2047).addi(S0, S0, 2047).addi(S0, S0, 2).la(A0, "here").beq(A0, S0, "base is right")
                .exit(90).label("base is right");
        auxiliary(linker, 9).jr(A0);
        execute(withInterpreter(new Code().exit(5)).build(), "/ld.so", relocatable(linker).build()).assertExit(5);
    }

    @Test
    void anInterpreterThatCannotBeLoadedIsAnError() {
        byte[] program = withInterpreter(new Code().exit(5)).build();
        execute(program, "/elsewhere", text("")).assertExit(-ENOENT);
        execute(program, "/ld.so", text("text")).assertExit(-ELIBBAD);
        execute(program, "/ld.so/x", text("text")).assertExit(-EACCES);
        assertEquals(Optional.of("needs /ld.so: No such file or directory"), Guest.file(program).run().mistake());
    }

    @Test
    void aStackIsExecutableForAProgramThatAsksForIt() {
        Code code = new Code().li(T0, 0x0000_8067).addi(SP, SP, -16).sd(T0, 0, SP).la(1, "back").jr(SP).label("back").exit(7);
        ElfBuilder builder = new ElfBuilder().entry(TEXT).segment(READ | EXECUTE, TEXT, code.assemble());
        Guest.file(builder.build()).run().assertKilled(Signal.SIGSEGV);
        Guest.file(builder.header(GNU_STACK, READ | WRITE | EXECUTE, 0, 0, 0, 0).build()).run().assertExit(7);
    }

    @Test
    void aProgramWithoutArgumentsHasAnEmptyName() {
        Guest.code(new Code().store(PATH, word("/it")).call(EXECVE, PATH, 0, 0).exit(1))
                .file("/it", Guest.contentOf(elf(argumentCounter()))).run().assertExit(1);
    }
}
