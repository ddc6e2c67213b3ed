package foal.tools.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody has meant who has mistyped a name. */
public final class Similar {
    /** Letters that two names have in common by chance no longer. */
    private static final int SHORTEST_PART = 3;

    private Similar() {}

    /** The words {@code "; did you mean X?"} for the most similar of the names, or none if none is similar. */
    public static String hint(String typed, Collection<String> names) {
        return find(typed, names).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /**
     * The most similar name: a third of the letters may be wrong, missing, too many or in another order than their neighbours.
     * If there is none, the shortest name that has the whole word in it, as openat has open.
     */
    static Optional<String> find(String typed, Collection<String> names) {
        return names.stream().filter(name -> distance(typed, name) <= Math.max(1, Math.min(typed.length(), name.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(Comparator.naturalOrder()))
                .or(() -> typed.length() < SHORTEST_PART ? Optional.empty() : names.stream().filter(name -> name.contains(typed))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    /** How many letters must be changed, taken away, added or exchanged with their neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] beforeLast = {}, last = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
