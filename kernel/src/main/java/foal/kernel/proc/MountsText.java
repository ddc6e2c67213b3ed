package foal.kernel.proc;

import foal.kernel.file.GeneratedFile;
import foal.kernel.task.Task;
import java.util.Optional;
import java.util.function.Supplier;

/** A list of the mounted file systems, whose changes a program can wait for (proc_pid_mounts(5)). */
record MountsText(GeneratedFile.Changes whenMounted, Supplier<String> list) implements GeneratedFile.Text {
    @Override
    public String read(Task task) {
        return list.get();
    }

    @Override
    public Optional<GeneratedFile.Changes> changes() {
        return Optional.of(whenMounted);
    }
}
