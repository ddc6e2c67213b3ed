package foal.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.memory.Struct;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import org.junit.jupiter.api.Test;

/** Signals and what is told about them. */
class SignalTextTest {
    @Test
    void aFaultHasACodeAndAnAddress() {
        assertEquals("{si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL}",
                SignalText.info(SignalInfo.fault(Signal.SIGSEGV, SignalInfo.SEGV_MAPERR, 0)));
        assertEquals("{si_signo=SIGILL, si_code=ILL_ILLOPC, si_addr=0x10400}",
                SignalText.info(SignalInfo.fault(Signal.SIGILL, SignalInfo.ILL_ILLOPC, 0x10400)));
    }

    @Test
    void aSignalOfAProcessHasASender() {
        assertEquals("{si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0}",
                SignalText.info(new SignalInfo(Signal.SIGUSR1.number(), SignalInfo.SI_USER, 7, 0, 0, 0, 0)));
        assertEquals("{si_signo=SIGRT_2, si_code=SI_QUEUE, si_pid=7, si_uid=0, si_int=5, si_ptr=0x5}",
                SignalText.info(new SignalInfo(34, SignalInfo.SI_QUEUE, 7, 0, 0, 0, 5)));
    }

    @Test
    void aChildHasAStatus() {
        assertEquals("{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9, si_uid=0, si_status=3, si_utime=0, si_stime=0}",
                SignalText.info(new SignalInfo(17, SignalInfo.CLD_EXITED, 9, 0, 3, 0, 0)));
        assertEquals("{si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=9, si_uid=0, si_status=SIGTERM, si_utime=0, si_stime=0}",
                SignalText.info(new SignalInfo(17, SignalInfo.CLD_KILLED, 9, 0, 15, 0, 0)));
    }

    @Test
    void theKernelsOwnSignalsHaveNeither() {
        assertEquals("{si_signo=SIGPIPE, si_code=SI_KERNEL}", SignalText.info(SignalInfo.fromKernel(Signal.SIGPIPE)));
    }

    @Test
    void aWaitStatusIsShownByItsMacros() {
        assertEquals("{WIFEXITED(s) && WEXITSTATUS(s) == 3}", SignalText.waitStatus(new ExitStatus.Exited(3).waitStatus()));
        assertEquals("{WIFSIGNALED(s) && WTERMSIG(s) == SIGTERM}",
                SignalText.waitStatus(new ExitStatus.Killed(15).waitStatus()));
        assertEquals("{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}",
                SignalText.waitStatus(new ExitStatus.Stopped(19).waitStatus()));
        assertEquals("{WIFCONTINUED(s)}", SignalText.waitStatus(new ExitStatus.Continued().waitStatus()));
    }

    @Test
    void aSetOfMostSignalsIsShownByThoseThatAreMissing() {
        assertEquals("[]", SignalText.set(0));
        assertEquals("[USR2 RT_2]", SignalText.set(Signal.SIGUSR2.bit() | Signal.bit(34)));
        assertEquals("~[KILL STOP]", SignalText.set(~(Signal.SIGKILL.bit() | Signal.SIGSTOP.bit())));
        assertEquals("~[]", SignalText.set(-1));
    }

    @Test
    void anActionHasAHandlerAMaskAndFlags() {
        assertEquals("{sa_handler=0x10632, sa_mask=[USR2], sa_flags=SA_RESTART}", SignalText.action(
                new Struct(24).putLong(0, 0x10632).putLong(8, 0x1000_0000).putLong(16, Signal.SIGUSR2.bit())));
        assertEquals("{sa_handler=SIG_IGN, sa_mask=[], sa_flags=0x100}",
                SignalText.action(new Struct(24).putLong(0, 1).putLong(8, 0x100)));
    }
}
