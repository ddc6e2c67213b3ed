package foal.kernel;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.dispatch.SyscallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The chapters of a kernel as they are opened, and all that they have added. */
final class Chapters {
    private final Supplier<Core> cores;
    private final List<Object> calls = new ArrayList<>();
    private final Map<String, Supplier<String>> procFiles = new LinkedHashMap<>();
    private final List<Runnable> atShutDown = new ArrayList<>();

    /** @param cores makes what each chapter is given */
    Chapters(Supplier<Core> cores) {
        this.cores = cores;
    }

    /** Opens chapters of Foal's own. */
    void open(List<Chapter> own) {
        for (Chapter chapter : own) {
            Core core = cores.get();
            chapter.open(core);
            takeOver(core);
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
        core.taskEndListeners().forEach(core.processes()::whenEnds);
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
