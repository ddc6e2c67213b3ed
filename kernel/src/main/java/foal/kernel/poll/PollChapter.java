package foal.kernel.poll;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** Waiting for one of several descriptors, and descriptors that stand for events, timers and signals. */
public final class PollChapter implements Chapter {
    @Override
    public String name() {
        return "poll";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new PollCalls(core.clock()), new EpollCalls(core.clock(), core.memory()),
                new EventFdCalls(core.processes().signals(), core.timers(), core.clock()));
    }
}
