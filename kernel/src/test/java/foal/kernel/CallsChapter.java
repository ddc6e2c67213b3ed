package foal.kernel;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** A chapter that only has system calls. @param calls the object that handles them */
public record CallsChapter(Object calls) implements Chapter {
    @Override
    public String name() {
        return "test";
    }

    @Override
    public void open(Core core) {
        core.addCalls(calls);
    }
}
