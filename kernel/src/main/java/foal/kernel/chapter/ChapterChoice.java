package foal.kernel.chapter;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which chapters a kernel has.
 *
 * @param without names of Foal's own that are left out
 * @param more chapters besides Foal's own
 */
public record ChapterChoice(Set<String> without, List<Chapter> more) {
    /** All of Foal's own, and no others. */
    public static final ChapterChoice STANDARD = new ChapterChoice(Set.of(), List.of());

    public ChapterChoice {
        without = Set.copyOf(without);
        more = List.copyOf(more);
    }

    /** The same and one more. */
    public ChapterChoice and(Chapter chapter) {
        return new ChapterChoice(without, Stream.concat(more.stream(), Stream.of(chapter)).toList());
    }
}
