package foal.kernel.file;

import foal.kernel.task.Wakers;
import java.util.function.Predicate;

/** Those who have certain files open: who could wake whoever waits for such a file. */
public final class Holders {
    private Holders() {}

    /** Every task that has a file open of which this is true. */
    public static Wakers of(Predicate<OpenFile> isUseful) {
        Predicate<Object> isSuch = open -> isUseful.test((OpenFile) open); // one for all questions, by which their answers are kept
        return (_, found) -> found.holders(isSuch);
    }
}
