package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.chapter.Chapter;
import foal.kernel.tty.HostStreams;
import org.junit.jupiter.api.Test;

/** The chapters of the kernel itself. */
class ChaptersTest {
    private static final HostStreams NO_STREAMS = new HostStreams() {
        @Override
        public void write(boolean toError, byte[] bytes, int length) {
            // nothing runs
        }
    };

    @Test
    void eachCanBeLeftOutByItsName() {
        try (Kernel kernel = new Kernel(Options.DEFAULT.withMemory(Options.LEAST_MEMORY), HostSide.live(NO_STREAMS, _ -> { }))) {
            assertEquals(Kernel.CHAPTERS, kernel.ownChapters().stream().map(Chapter::name).toList());
        }
    }
}
