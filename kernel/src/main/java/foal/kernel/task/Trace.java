package foal.kernel.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stream of events. Watchers are called as things happen and must change nothing. Where the path is hot,
 * publishers ask {@link #isWatched()} before they make an event.
 */
public final class Trace {
    private final List<Consumer<Event>> watchers = new ArrayList<>();
    private boolean isWatched;

    /** Adds a watcher, before the machine is started. */
    public void watch(Consumer<Event> watcher) {
        watchers.add(watcher);
        isWatched = true;
    }

    public boolean isWatched() {
        return isWatched;
    }

    public void publish(Event event) {
        watchers.forEach(watcher -> watcher.accept(event));
    }
}
