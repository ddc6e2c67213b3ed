package foal.tools.boot;

import foal.kernel.deadlock.Wait;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.deadlock.DeadlockText;
import foal.tools.symbols.Symbolizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the user of deadlocks. */
final class DeadlockReports {
    private final Symbolizer symbolizer;
    private final Consumer<String> user;
    private final Optional<Path> graph;

    /**
     * @param user is told, a line at a time
     * @param graph where the last deadlock is to be drawn
     */
    DeadlockReports(Symbolizer symbolizer, Consumer<String> user, Optional<Path> graph) {
        this.symbolizer = symbolizer;
        this.user = user;
        this.graph = graph;
    }

    /** The run ends, since no task can ever run again. */
    void ofAll(List<Wait> waits) throws Failure {
        say("deadlock: every task waits, and nothing can wake any of them");
        DeadlockText text = new DeadlockText(waits, symbolizer);
        text.lines().forEach(this::say);
        if (graph.isPresent()) {
            try {
                Files.writeString(graph.get(), GuestText.toHost(text.dot()));
            } catch (IOException e) {
                throw new Failure(ExitCode.FAILED, graph.get() + " cannot be written: " + FileTrouble.reason(e), e);
            }
        }
    }

    /** Some tasks are stuck; the run goes on. */
    void ofSome(List<Wait> waits) {
        say("deadlock: " + waits.size() + (waits.size() == 1 ? " task waits" : " tasks wait") + " for good, while others run");
        new DeadlockText(waits, symbolizer).lines().forEach(this::say);
    }

    private void say(String line) {
        user.accept(GuestText.toHost(line));
    }
}
