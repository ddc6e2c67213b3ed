package foal.kernel.ipc;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** Message queues by name (mq_overview(7)). */
public final class PosixQueueChapter implements Chapter {
    @Override
    public String name() {
        return "mqueue";
    }

    @Override
    public void open(Core core) {
        PosixQueues queues = new PosixQueues(core.files(), core.memory());
        core.addCalls(new PosixQueueCalls(queues, core.processes().signals(), core.clock()), new QueueNoticeCalls());
    }
}
