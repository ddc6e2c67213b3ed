package foal.kernel.hostfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The host's files that were used last stay open: opening one for each page would be slow. */
final class OpenFiles {
    private static final int MOST = 32;

    private final LinkedHashMap<HostFile, HostFileHandle> byFile = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HostFile, HostFileHandle> eldest) {
            if (size() <= MOST) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    };

    /** Opens a file. */
    interface Opening {
        HostFileHandle open() throws IOException;
    }

    /** A file, opened if need be. */
    HostFileHandle get(HostFile file, Opening opening) throws IOException {
        HostFileHandle open = byFile.get(file);
        if (open == null) {
            open = opening.open();
            byFile.put(file, open);
        }
        return open;
    }

    /** Closes a file that will not be used again. */
    void forget(HostFile file) {
        HostFileHandle open = byFile.remove(file);
        if (open != null) {
            open.close();
        }
    }

    void close() {
        byFile.values().forEach(HostFileHandle::close);
        byFile.clear();
    }
}
