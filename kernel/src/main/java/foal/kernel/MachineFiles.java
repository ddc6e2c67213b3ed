package foal.kernel;

import foal.kernel.file.FileTree;
import foal.kernel.hostfs.HostFolders;
import foal.kernel.ipc.Pipes;
import foal.kernel.memory.FrameTable;
import foal.kernel.task.Signals;
import foal.kernel.time.Clock;

/** The machine's files: the tree, the folders of the host's in it, and pipes with and without names. */
final class MachineFiles implements AutoCloseable {
    private final HostFolders folders;
    private final Pipes pipes;
    private final FileTree tree;

    MachineFiles(Options.Folders shown, HostSide host, FrameTable frames, Clock clock, Signals signals) {
        folders = new HostFolders(host.journal(), host.room());
        pipes = new Pipes(signals, frames.kernelMemory());
        tree = shown.root()
                .map(root -> new FileTree(frames, clock, pipes::make, tree -> folders.show(tree, root, HostFolders.Changes.IN_MEMORY)))
                .orElseGet(() -> new FileTree(frames, clock, pipes::make));
        tree.makeStandardDirectories();
        if (shown.root().isEmpty()) {
            tree.addStandardFiles();
        }
        for (Options.Bind bind : shown.binds()) {
            tree.mount(bind.guest(), folders.show(tree, bind.host(), bind.changes()));
        }
    }

    FileTree tree() {
        return tree;
    }

    Pipes pipes() {
        return pipes;
    }

    /** Gives the host's folders back. */
    @Override
    public void close() {
        folders.close();
    }
}
