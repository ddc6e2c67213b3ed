package foal.kernel.core;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.mmap.MemoryCalls;
import foal.kernel.mmap.MemoryLockCalls;
import foal.kernel.mmap.PagingCalls;

/** The memory of a process: mmap, brk and what belongs to them. */
public final class MemoryChapter implements Chapter {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new MemoryCalls(core.frames()), new PagingCalls(), new MemoryLockCalls());
    }
}
