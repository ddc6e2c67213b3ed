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
        PosixQueueCalls queues = new PosixQueueCalls(new PosixQueues(core.files(), core.memory()), core.processes().signals(), core.clock());
        core.addCalls(queues, new QueueNoticeCalls());
        core.whenTaskEnds(queues::ended);
    }
}
