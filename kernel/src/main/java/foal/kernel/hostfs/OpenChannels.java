package foal.kernel.hostfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The channels of the host's files that were used last: opening one for each page would be slow. */
final class OpenChannels {
    private static final int MOST = 32;

    private final LinkedHashMap<HostFile, FileChannel> byFile = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HostFile, FileChannel> eldest) {
            if (size() <= MOST) {
                return false;
            }
            closeQuietly(eldest.getValue());
            return true;
        }
    };

    /** Opens a channel. */
    interface Opening {
        FileChannel open() throws IOException;
    }

    /** The channel of a file, opened if need be. */
    FileChannel get(HostFile file, Opening opening) throws IOException {
        FileChannel channel = byFile.get(file);
        if (channel == null) {
            channel = opening.open();
            byFile.put(file, channel);
        }
        return channel;
    }

    /** Closes the channel of a file that will not be used again. */
    void forget(HostFile file) {
        FileChannel channel = byFile.remove(file);
        if (channel != null) {
            closeQuietly(channel);
        }
    }

    void close() {
        byFile.values().forEach(OpenChannels::closeQuietly);
        byFile.clear();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
