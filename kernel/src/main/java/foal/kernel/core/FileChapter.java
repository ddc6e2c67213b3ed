package foal.kernel.core;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.file.AttributeCalls;
import foal.kernel.file.DescriptorCalls;
import foal.kernel.file.DirectoryCalls;
import foal.kernel.file.ExtendedAttributeCalls;
import foal.kernel.file.FileTree;
import foal.kernel.file.LockCalls;
import foal.kernel.file.MemoryFileCalls;
import foal.kernel.file.NameCalls;
import foal.kernel.file.OpenCalls;
import foal.kernel.file.PositionalCalls;
import foal.kernel.file.RenameCalls;
import foal.kernel.file.SizeCalls;
import foal.kernel.file.StatusCalls;
import foal.kernel.file.TransferCalls;

/** Files, directories and descriptors. */
public final class FileChapter implements Chapter {
    @Override
    public String name() {
        return "file";
    }

    @Override
    public void open(Core core) {
        FileTree tree = core.files();
        LockCalls locks = new LockCalls(core.memory());
        core.addCalls(new OpenCalls(tree), new TransferCalls(core.frames()), new PositionalCalls(), locks,
                new DescriptorCalls(locks, core.processes()));
        core.addCalls(new NameCalls(tree), new RenameCalls(tree), new DirectoryCalls(tree), new StatusCalls(tree), new AttributeCalls(tree),
                new ExtendedAttributeCalls(tree), new SizeCalls(tree), new MemoryFileCalls(tree));
    }
}
