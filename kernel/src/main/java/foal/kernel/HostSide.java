package foal.kernel;

import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledContent;
import foal.kernel.tty.HostStreams;
import java.util.function.Consumer;

/**
 * What a kernel has to do with on the host.
 *
 * @param streams the host's side of the console
 * @param journal through which comes what enters the run from outside; with one that writes down or repeats, console and network
 *     must have the same
 * @param room for what is kept of files
 * @param warnings takes what the kernel has to say to its user, a line each
 */
public record HostSide(HostStreams streams, Journal journal, JournaledContent.Room room, Consumer<String> warnings) {
    /** A host whose answers nobody writes down. */
    public static HostSide live(HostStreams streams, Consumer<String> warnings) {
        return new HostSide(streams, Journal.NONE, new JournaledContent.Room(), warnings);
    }
}
