package foal.kernel.core;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.ipc.PipeCalls;
import foal.kernel.ipc.Pipes;
import foal.kernel.ipc.SpliceCalls;

/** Pipes, and what moves bytes through them without a program's memory. */
public final class PipeChapter implements Chapter {
    private final Pipes pipes;

    /** @param pipes where those are made that have no names, and FIFOs too */
    public PipeChapter(Pipes pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipe";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new PipeCalls(pipes, core.files()), new SpliceCalls(core.frames().memory()));
    }
}
