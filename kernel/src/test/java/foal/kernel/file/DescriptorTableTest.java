package foal.kernel.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.KernelMemory;
import foal.kernel.syscall.Errno;
import org.junit.jupiter.api.Test;

/** Descriptors: numbers for open files. */
class DescriptorTableTest {
    /** An open file that knows when nobody refers to it any more. */
    private static final class Probe extends OpenFile {
        private int released;

        Probe() {
            super(0);
        }

        @Override
        protected void released() {
            released++;
        }

        @Override
        public FileStatus status() {
            return new FileStatus(1, 0, 1, 0, 0, 0);
        }

        @Override
        public String description() {
            return "probe";
        }
    }

    private final DescriptorTable table = new DescriptorTable(new KernelMemory());
    private final Probe file = new Probe();

    @Test
    void aFileGetsTheLowestFreeDescriptor() {
        for (int fd = 0; fd < 40; fd++) {
            assertEquals(fd, table.add(new Probe(), false));
        }
        table.close(7);
        table.close(3);
        assertEquals(3, table.lowestFree(0));
        assertEquals(7, table.lowestFree(4));
        assertEquals(40, table.lowestFree(8));
        assertEquals(500, table.lowestFree(500));
        assertEquals(3, table.add(file, false));
    }

    @Test
    void strangeNumbersStandForNothing() {
        for (int fd : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 16, 0}) {
            assertTrue(table.get(fd).isEmpty());
            assertFalse(table.close(fd));
        }
    }

    @Test
    void beyondTheLimitThereAreNoDescriptorsAndTheFileIsReleased() {
        table.setLimit(2);
        table.add(new Probe(), false);
        table.add(new Probe(), false);
        assertEquals(Errno.EMFILE.result(), table.lowestFree(0));
        assertEquals(Errno.EMFILE.result(), table.add(file, false));
        assertEquals(1, file.released);
        table.setLimit(0);
        assertEquals(Errno.EMFILE.result(), table.lowestFree(0));
        assertTrue(table.get(1).isPresent(), "a lower limit closes nothing");
    }

    @Test
    void aFileIsReleasedWithItsLastDescriptor() {
        table.add(file, false);
        table.set(100, file.retain(), false);
        table.close(0);
        assertEquals(0, file.released);
        table.set(100, new Probe(), false);
        assertEquals(1, file.released);
    }

    @Test
    void aForkedTableRefersToTheSameOpenFiles() {
        table.set(5, file, true);
        DescriptorTable child = table.fork();
        assertSame(file, child.get(5).orElseThrow());
        assertTrue(child.isCloseOnExec(5));
        table.release();
        assertEquals(0, file.released);
        assertTrue(child.get(5).isPresent());
        child.release();
        assertEquals(1, file.released);
    }

    @Test
    void execClosesWhatIsMarked() {
        table.set(3, file, true);
        Probe kept = new Probe();
        table.set(4, kept, false);
        Probe changed = new Probe();
        table.set(5, changed, true);
        table.setCloseOnExec(5, false);
        table.closeForExec();
        assertEquals(1, file.released);
        assertEquals(0, kept.released + changed.released);
    }
}
