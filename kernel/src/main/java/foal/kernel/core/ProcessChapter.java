package foal.kernel.core;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.exec.ExecCalls;
import foal.kernel.exec.Loader;
import foal.kernel.machine.Processor;
import foal.kernel.process.CloneCalls;
import foal.kernel.process.GroupCalls;
import foal.kernel.process.LimitCalls;
import foal.kernel.process.PidFileCalls;
import foal.kernel.process.ProcessCalls;
import foal.kernel.process.UnshareCalls;
import foal.kernel.process.WaitCalls;
import foal.kernel.sched.SchedulingCalls;
import foal.kernel.task.CapabilityCalls;
import foal.kernel.task.ControlCalls;
import foal.kernel.task.CredentialCalls;
import foal.kernel.task.FutexCalls;
import foal.kernel.task.FutexVectorCalls;
import foal.kernel.task.Processes;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.SignalCalls;
import foal.kernel.task.UsageCalls;

/** Processes and threads: how they begin, run other programs, wait, are scheduled and get signals, and who they are. */
public final class ProcessChapter implements Chapter {
    private final Loader loader;
    private final ResourceWatch watch;

    public ProcessChapter(Loader loader, ResourceWatch watch) {
        this.loader = loader;
        this.watch = watch;
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public void open(Core core) {
        Processes processes = core.processes();
        Processor processor = core.processor();
        core.addCalls(new CloneCalls(processes, watch, processor), new UnshareCalls(), new ExecCalls(core.files(), loader, processes, processor),
                new WaitCalls(processes), new ProcessCalls(processes), new GroupCalls(processes), new PidFileCalls(processes));
        core.addCalls(new FutexCalls(processes.futexes(), processes, core.clock()), new FutexVectorCalls(processes.futexes(), core.clock()),
                new SignalCalls(processes, processor, core.clock()), new SchedulingCalls(processes, processor.harts()));
        core.addCalls(new CredentialCalls(), new CapabilityCalls(processes), new ControlCalls(), new LimitCalls(processes, watch),
                new UsageCalls(core.clock()));
    }
}
