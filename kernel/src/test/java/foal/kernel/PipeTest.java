package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.CLOSE;
import static foal.kernel.Calls.NANOSLEEP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.READ;
import static foal.kernel.Calls.RT_SIGACTION;
import static foal.kernel.Calls.SIGCHLD;
import static foal.kernel.Calls.WAIT4;
import static foal.kernel.Calls.WRITE;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.S0;

import foal.kernel.task.Signal;
import org.junit.jupiter.api.Test;

/** Writers and readers of pipes that wait for each other. */
class PipeTest {
    private static final long ENDS = DATA, TIME = DATA + 0x100, STATUS = DATA + 0x200, BUFFER = DATA + 0x1000;
    private static final int CAPACITY = 65536, SIGPIPE = 13, EPIPE = -32, EFAULT = -14;
    private static final long SIG_IGN = 1;

    private static Code withPipe() {
        return new Code().call(PIPE2, ENDS, 0).expect(0).store(TIME + 8, 1_000_000);
    }

    private static Code readEnd(Code code) {
        return code.loadInt(A0, ENDS);
    }

    private static Code writeEnd(Code code) {
        return code.loadInt(A0, ENDS + 4);
    }

    private static Code fork(Code code, String child) {
        return code.call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, child);
    }

    /** Fills the pipe but for the last {@code room} bytes. */
    private static Code fill(Code code, int room) {
        for (int left = CAPACITY - room; left > 0; left -= 16384) {
            writeEnd(code).callOn(WRITE, BUFFER, Math.min(left, 16384)).expect(Math.min(left, 16384));
        }
        return code;
    }

    @Test
    void writerOfAFullPipeSleepsUntilTheReaderDrainsIt() {
        Code program = fork(fill(withPipe(), 0), "reader");
        writeEnd(program).callOn(WRITE, BUFFER, 4096).expect(4096).call(WAIT4, -1, 0, 0, 0).expect(3).exit(0);
        readEnd(program.label("reader").call(NANOSLEEP, TIME, 0)).callOn(READ, BUFFER, 4095).expect(4095);
        readEnd(program.call(NANOSLEEP, TIME, 0)).callOn(READ, BUFFER, 1).expect(1).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void aLargeWriteGoesThroughInPieces() {
        Code program = fork(fill(withPipe(), 100), "reader");
        writeEnd(program).callOn(WRITE, BUFFER, 50_000).expect(50_000).call(WAIT4, -1, STATUS, 0, 0)
                .loadInt(A0, STATUS).expect(0).exit(0);
        program.label("reader").call(NANOSLEEP, TIME, 0).li(S0, CAPACITY - 100 + 50_000).label("drain");
        readEnd(program).callOn(READ, BUFFER, 1000).sub(S0, S0, A0).bnez(S0, "drain").exit(0);
        Guest.code(program).run().assertExit(0);
    }

    /** The parent writes more than fits; the child, the only one who could read, goes away meanwhile. */
    private static Code writeToOneWhoLeaves(Code code) {
        Code program = fork(fill(code, 100), "reader");
        readEnd(program).callOn(CLOSE).expect(0);
        writeEnd(program).callOn(WRITE, BUFFER, 5000);
        return program;
    }

    @Test
    void aWriterWhoseReaderLeavesInTheMidstOfAWriteIsKilled() {
        Code program = writeToOneWhoLeaves(withPipe()).exit(0);
        program.label("reader").call(NANOSLEEP, TIME, 0).exit(0);
        Guest.code(program).run().assertKilled(Signal.SIGPIPE);
    }

    @Test
    void whoIgnoresThatSignalLearnsHowMuchWasWritten() {
        Code ignoring = withPipe().store(STATUS, SIG_IGN).call(RT_SIGACTION, SIGPIPE, STATUS, 0, 8).expect(0);
        Code program = writeEnd(writeToOneWhoLeaves(ignoring).expect(100)).callOn(WRITE, BUFFER, 1).expect(EPIPE).exit(0);
        program.label("reader").call(NANOSLEEP, TIME, 0).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void ofABufferThatIsBadFromSomewhereOnWholePagesAreTransferred() {
        long end = DATA + Code.DATA_SIZE;
        Code program = writeEnd(withPipe()).callOn(WRITE, end - 10, 30).expect(EFAULT);
        writeEnd(program).callOn(WRITE, end - 10000, 20000).expect(8192);
        readEnd(program).callOn(READ, end - 4, 30).expect(EFAULT);
        readEnd(program).callOn(READ, end - 5000, 8192).expect(4096);
        readEnd(program).callOn(READ, BUFFER, 8192).expect(4096);
        writeEnd(program).callOn(WRITE, end, 1).expect(EFAULT).exit(0);
        Guest.code(program).run().assertExit(0);
    }
}
