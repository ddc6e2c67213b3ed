package foal.kernel.outside;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The border between the machine and the world: whatever enters a run and is not a function of its options is an answer
 * that comes through here. One journal passes answers on and writes them down, another gives them again in the same
 * order; the run is the same. What leaves the machine does not come through here.
 *
 * <p>Whoever watches a run must not ask: what is asked, and in which order, may depend on the run alone.
 */
public interface Journal {
    /** What is asked about: an answer that is given again must be one to the same question. */
    enum Topic {
        /** Whether keys were pressed or the window has changed since this was asked last. */
        INPUT_CAME,
        /** Whether that is still to be dealt with. */
        INPUT_IS_PENDING,
        /** Whether, when nothing could run, nothing came before the next timer was due. */
        WAITED_IN_VAIN,
        /** Whether sockets of the host's may be ready. */
        NETWORK_IS_READY,
        /** Whether there is a terminal, its keys, and its window. */
        TERMINAL, KEYS, WINDOW,
        /** A line of standard input, and whether there is one. */
        LINE, LINE_IS_READY,
        /** The host's clocks. */
        MONOTONIC_CLOCK, WALL_CLOCK,
        /** A folder of the host's, and what is in a directory there. */
        FOLDER, DIRECTORY,
        /** Bytes of a file, why there are none, and what a change has come to. */
        FILE, FILE_OBSTACLE, FILE_CHANGE,
        /** What a call on a socket of the host's has come to, and what was received. */
        SOCKET, SOCKET_BYTES
    }

    /** What comes from outside. @param bytes that belong to the number; the asker says what both mean */
    record Answer(long number, byte[] bytes) {
        private static final byte[] NO_BYTES = {};

        public static Answer of(long number) {
            return new Answer(number, NO_BYTES);
        }
    }

    /** Where an answer comes from while the world is there. */
    interface Source {
        /** @throws IOException an error of the host's, which is an answer as well: see {@link HostError} */
        Answer get() throws IOException;
    }

    /** A {@link Source} without errors. */
    interface SafeSource extends Source {
        @Override
        Answer get();
    }

    /** No journal: the world, and nothing written down. */
    Journal NONE = new Journal() {
        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public boolean happened(Topic topic, BooleanSupplier live) {
            return live.getAsBoolean();
        }

        @Override
        public Answer ask(Topic topic, Source live) throws IOException {
            return live.get();
        }
    };

    /** Whether the world is there; otherwise nothing of it may be touched. */
    boolean isLive();

    /** Asks often for what is seldom so. */
    boolean happened(Topic topic, BooleanSupplier live);

    /** Asks for anything else. */
    Answer ask(Topic topic, Source live) throws IOException;

    /** Asks where the host cannot fail. */
    default Answer askSafely(Topic topic, SafeSource live) {
        try {
            return ask(topic, live);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
