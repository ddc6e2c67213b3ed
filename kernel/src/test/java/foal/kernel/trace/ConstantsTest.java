package foal.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.file.OpenFlag;
import foal.kernel.file.StatusCalls.AccessMode;
import foal.kernel.ipc.IpcFlag;
import foal.kernel.ipc.IpcKey;
import foal.kernel.memory.MapFlag;
import foal.kernel.memory.Protection;
import foal.kernel.process.CloneFlag;
import foal.kernel.process.WaitCalls.WaitOption;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.task.FutexCalls;
import foal.kernel.task.Signal;
import foal.kernel.time.ClockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants by name. */
class ConstantsTest {
    private static String flags(Class<? extends Symbolic> names, long value) {
        return Constants.flags(names, false, Rest.UNKNOWN, value);
    }

    @Test
    void flagsAreJoinedByBars_AndWhatHasNoNameIsHexadecimal() {
        assertEquals("PROT_READ|PROT_WRITE", flags(Protection.class, 3));
        assertEquals("MAP_PRIVATE|MAP_ANONYMOUS", flags(MapFlag.class, 0x22));
        assertEquals("MAP_SHARED|0x1000000", flags(MapFlag.class, 0x100_0001));
        assertEquals("WNOHANG|__WALL", flags(WaitOption.class, 0x4000_0001));
    }

    @Test
    void whereNothingHasAName_ARemarkSaysWhatWasExpected() {
        assertEquals("0x10 /* PROT_??? */", flags(Protection.class, 0x10));
        assertEquals("0x40 /* W??? */", flags(WaitOption.class, 0x40));
        assertEquals("0x63 /* FUTEX_??? */", flags(FutexCalls.Operation.class, 0x63));
        assertEquals("0x4d /* CLOCK_??? */", Constants.one(ClockId.class, Rest.UNKNOWN, 77));
    }

    @Test
    void noFlagIsAZeroOrHasAName() {
        assertEquals("0", flags(WaitOption.class, 0));
        assertEquals("PROT_NONE", flags(Protection.class, 0));
        assertEquals("F_OK", flags(AccessMode.class, 0));
    }

    @Test
    void aFieldOfSeveralBitsIsOneConstant() {
        assertEquals("O_RDONLY|O_CLOEXEC|O_DIRECTORY", flags(OpenFlag.class, 0x9_0000));
        assertEquals("O_RDWR|O_CREAT|O_TRUNC", flags(OpenFlag.class, 0x242));
        assertEquals("FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME", flags(FutexCalls.Operation.class, 0x189));
    }

    @Test
    void whereOnlyBitsCount_FieldsHaveNoNames() {
        assertEquals("0", Constants.flags(OpenFlag.class, true, Rest.UNKNOWN, 0));
        assertEquals("O_NONBLOCK|O_CLOEXEC", Constants.flags(OpenFlag.class, true, Rest.UNKNOWN, 0x8_0800));
    }

    @Test
    void permissionsStandBesideFlags() {
        assertEquals("IPC_CREAT|IPC_EXCL|0600", Constants.flags(IpcFlag.class, false, Rest.PERMISSIONS, 03600));
        assertEquals("000", Constants.flags(IpcFlag.class, false, Rest.PERMISSIONS, 0));
    }

    @Test
    void theLowByteOfClonesFlagsIsASignal() {
        assertEquals("CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD",
                Constants.flags(CloneFlag.class, false, Rest.SIGNAL, 0x120_0011));
        assertEquals("SIGCHLD", Constants.flags(CloneFlag.class, false, Rest.SIGNAL, 17));
        assertEquals("CLONE_VM|CLONE_VFORK", Constants.flags(CloneFlag.class, false, Rest.SIGNAL, 0x4100));
    }

    @Test
    void aKeyIsANameOrHexadecimal() {
        assertEquals("IPC_PRIVATE", Constants.one(IpcKey.class, Rest.HEXADECIMAL, 0));
        assertEquals("0x1234", Constants.one(IpcKey.class, Rest.HEXADECIMAL, 0x1234));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9, SIGKILL", "31, SIGSYS", "32, SIGRTMIN", "33, SIGRT_1", "64, SIGRT_32", "99, 99"})
    void signalsHaveNames(int number, String name) {
        assertEquals(name, Constants.one(Signal.class, Rest.SIGNAL, number));
    }
}
