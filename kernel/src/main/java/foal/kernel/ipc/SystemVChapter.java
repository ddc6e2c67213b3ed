package foal.kernel.ipc;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** Shared memory, message queues and semaphores by key (sysvipc(7)). */
public final class SystemVChapter implements Chapter {
    @Override
    public String name() {
        return "sysv";
    }

    @Override
    public void open(Core core) {
        SharedMemoryCalls memory = new SharedMemoryCalls(core.frames(), core.clock());
        MessageQueueCalls queues = new MessageQueueCalls(core.clock(), core.memory());
        SemaphoreCalls semaphores = new SemaphoreCalls(core.clock(), core.memory());
        core.addCalls(memory, queues, semaphores);
        core.whenTaskEnds(semaphores::ended);
        core.addProcFile("sysvipc/msg", queues::table);
        core.addProcFile("sysvipc/sem", semaphores::table);
        core.addProcFile("sysvipc/shm", memory::table);
        core.atShutDown(memory::close);
        core.atShutDown(queues::close);
    }
}
