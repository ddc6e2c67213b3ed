package foal.kernel.file;

import foal.kernel.task.Wakers;
import java.util.function.Predicate;

/** The tasks that have certain files open: they could wake a task that waits for such a file. */
public final class Holders {
    private Holders() {}

    /** Every task that has a file open of which this is true. */
    public static Wakers of(Predicate<OpenFile> isUseful) {
        Predicate<Object> isSuch = open -> isUseful.test((OpenFile) open); // one for all questions, by which their answers are kept
        return (_, found) -> found.holders(isSuch);
    }
}
