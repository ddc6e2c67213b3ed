package foal.kernel;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The chapters of a kernel as they are opened, and all that they have added. */
final class Chapters {
    private final Supplier<Core> cores;
    private final Set<String> without;
    private final Consumer<Consumer<Task>> whenTaskEnds;
    private final List<Object> calls;
    private final Map<String, Supplier<String>> procFiles = new LinkedHashMap<>();
    private final List<Runnable> atShutDown = new ArrayList<>();

    /**
     * @param cores makes what each chapter is given
     * @param without names of chapters that are not to be opened
     * @param whenTaskEnds has a listener told of the ends of tasks
     * @param calls of the core
     */
    Chapters(Supplier<Core> cores, Set<String> without, Consumer<Consumer<Task>> whenTaskEnds, List<Object> calls) {
        this.cores = cores;
        this.without = without;
        this.whenTaskEnds = whenTaskEnds;
        this.calls = new ArrayList<>(calls);
    }

    /** Opens chapters of Foal's own. */
    void open(List<Chapter> own) {
        for (Chapter chapter : own) {
            if (!without.contains(chapter.name())) {
                Core core = cores.get();
                chapter.open(core);
                takeOver(core);
            }
        }
    }

    /** Opens chapters that a user brings. One that fails, or has a call whose number is taken, is named and left out. */
    void openOthers(List<Chapter> others, Consumer<String> warnings) {
        for (Chapter chapter : others) {
            Core core = cores.get();
            try {
                chapter.open(core);
                List<Object> all = new ArrayList<>(calls);
                all.addAll(core.calls());
                new SyscallTable(all).check();
                takeOver(core);
            } catch (RuntimeException | LinkageError e) {
                warnings.accept("chapter " + chapter.getClass().getName() + " is left out: "
                        + (e instanceof IllegalArgumentException ? e.getMessage() : e.toString()));
            }
        }
    }

    private void takeOver(Core core) {
        calls.addAll(core.calls());
        core.taskEndListeners().forEach(whenTaskEnds);
        procFiles.putAll(core.procFiles());
        atShutDown.addAll(core.shutDownActions());
    }

    /** All objects that handle system calls. */
    List<Object> calls() {
        return calls;
    }

    /** The text of each file below /proc, by its path there. */
    Map<String, Supplier<String>> procFiles() {
        return procFiles;
    }

    /** Gives back what they hold. */
    void shutDown() {
        atShutDown.forEach(Runnable::run);
    }
}
