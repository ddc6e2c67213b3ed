package foal.kernel.trace;

import static foal.kernel.trace.Prepared.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.dispatch.SyscallTable;
import foal.kernel.file.DescriptorCalls;
import foal.kernel.file.LockCalls;
import foal.kernel.file.OpenCalls;
import foal.kernel.file.StatusCalls;
import foal.kernel.memory.KernelMemory;
import foal.kernel.process.CloneCalls;
import foal.kernel.process.ProcessCalls;
import foal.kernel.process.WaitCalls;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.FutexCalls;
import foal.kernel.task.Futexes;
import foal.kernel.timer.TimeCalls;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole calls, made into text from the declarations of their handlers. */
class CallTextTest {
    private static final SyscallTable TABLE = new SyscallTable(List.of(new DescriptorCalls(new LockCalls(new KernelMemory()), null), new OpenCalls(null),
            new StatusCalls(null),
            new CloneCalls(null, null, null), new ProcessCalls(null),
            new FutexCalls(new Futexes(null, null), null, null), new WaitCalls(null), new TimeCalls(null, null)));

    private final Prepared memory = new Prepared();

    @AfterEach
    void close() {
        memory.close();
    }

    private CallText call(String name, long... arguments) {
        SystemCall call = TABLE.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return new CallText(call, Arrays.copyOf(arguments, 6), memory.peek());
    }

    private String whole(CallText text, long result) {
        return text.beginning() + text.remainder(memory.peek(), result) + ") = " + text.result(memory.peek(), result);
    }

    @Test
    void whatACallReadsIsShownAtItsBeginning() {
        memory.put(START, "hi\n");
        CallText text = call("write", 1, START, 3);
        assertTrue(text.isWhole());
        assertEquals("write(1, \"hi\\n\", 3", text.beginning());
        assertEquals("write(1, \"hi\\n\", 3) = 3", whole(text, 3));
    }

    @Test
    void whatACallWritesIsShownWhenItHasEnded() {
        CallText text = call("read", 0, START, 10);
        assertFalse(text.isWhole());
        assertEquals("read(0, ", text.beginning());
        memory.put(START, "line\nmore");
        assertEquals("read(0, \"line\\n\", 10) = 5", whole(text, 5));
        assertEquals("read(0, 0x10000, 10) = -1 EBADF (Bad file descriptor)", whole(text, Errno.EBADF.result()));
    }

    @Test
    void whatIsReadIsShownAsItWas() {
        memory.putLongs(START, 1, 2);
        CallText text = call("nanosleep", START, START);
        memory.putLongs(START, 0, 1);
        assertEquals("nanosleep({tv_sec=1, tv_nsec=2}, {tv_sec=0, tv_nsec=1}) = -1 EINTR (Interrupted system call)",
                whole(text, Errno.EINTR.result()));
    }

    @Test
    void theRestOfASleepIsWrittenOnlyIfItIsInterrupted() {
        memory.putLongs(START, 1, 2);
        assertEquals("nanosleep({tv_sec=1, tv_nsec=2}, 0x10000) = 0", whole(call("nanosleep", START, START), 0));
    }

    @Test
    void aStatusIsWrittenOnlyIfThereWasAChild() {
        CallText text = call("wait4", -1, START, 1, 0);
        assertEquals("wait4(-1, ", text.beginning());
        assertEquals("wait4(-1, 0x10000, WNOHANG, NULL) = 0", whole(text, 0));
        assertEquals("wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], WNOHANG, NULL) = 5", whole(text, 5));
    }

    @Test
    void theModeOfAFileThatIsNotCreatedIsNotShown() {
        memory.put(START, "/x");
        assertEquals("openat(AT_FDCWD, \"/x\", O_RDONLY) = -1 ENOENT (No such file or directory)",
                whole(call("openat", -100, START, 0, 0644), Errno.ENOENT.result()));
        assertEquals("openat(3, \"/x\", O_WRONLY|O_CREAT, 0644) = 4", whole(call("openat", 3, START, 0x41, 0644), 4));
    }

    @Test
    void theCommandSaysWhatArgumentAndResultAre() {
        assertEquals("fcntl(3, F_GETFD) = 0x1 (flags FD_CLOEXEC)", whole(call("fcntl", 3, 1, 99), 1));
        assertEquals("fcntl(3, F_GETFD) = 0", whole(call("fcntl", 3, 1, 99), 0));
        assertEquals("fcntl(3, F_SETFL, O_RDONLY|O_NONBLOCK) = 0", whole(call("fcntl", 3, 4, 0x800), 0));
        assertEquals("fcntl(3, F_DUPFD, 10) = 10", whole(call("fcntl", 3, 0, 10), 10));
        assertEquals("fcntl(3, 0x270f /* F_??? */, 0x5) = -1 EINVAL (Invalid argument)",
                whole(call("fcntl", 3, 9999, 5), Errno.EINVAL.result()));
        assertEquals("ioctl(1, TIOCGWINSZ, {ws_row=0, ws_col=0, ws_xpixel=0, ws_ypixel=0}) = 0",
                whole(call("ioctl", 1, 0x5413, START), 0));
    }

    @Test
    void clonesArgumentsHaveNames() {
        assertEquals("clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, "
                + "child_tidptr=0x800) = 3",
                whole(call("clone", 0x120_0011, 0, 1, 2, 0x800), 3));
    }

    @Test
    void aFutexHasTheArgumentsOfItsOperation() {
        assertEquals("futex(0x800, FUTEX_WAKE_PRIVATE, 1) = 0", whole(call("futex", 0x800, 0x81, 1, 9, 9, 9), 0));
        assertEquals("futex(0x800, FUTEX_WAIT, 1, NULL) = 0", whole(call("futex", 0x800, 0, 1, 0, 9, 9), 0));
        assertEquals("futex(0x800, FUTEX_WAIT_BITSET, 1, NULL, FUTEX_BITSET_MATCH_ANY) = 0",
                whole(call("futex", 0x800, 9, 1, 0, 9, 0xffff_ffffL), 0));
    }

    @Test
    void anIntIsTheLowHalfOfItsRegister() {
        assertEquals("close(-1) = -1 EBADF (Bad file descriptor)", whole(call("close", 0xffff_ffffL), Errno.EBADF.result()));
    }

    @Test
    void anErrorWithoutANameIsANumber() {
        assertEquals("-1 (errno 4000)", CallText.error(-4000));
    }
}
