package foal.tools.explore;

import java.util.List;

/**
 * What is to be said of a run.
 *
 * @param failures in what ways it failed; none if the program did as it should
 * @param output what it wrote to standard output
 * @param time it took, in nanoseconds of the machine's clock
 */
record Verdict(List<Failing> failures, String output, long time) {
    /** In what way a run can fail. */
    enum Kind {
        EXIT("exit"), SIGNAL("signal"), DEADLOCK("deadlock"), OUTPUT("output"), TIME("timeout"), RACE("race"), LOCK_ORDER("lock-order");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Whether it need not happen to be seen: so it is seen on most schedules, but in runs that are slow. */
        boolean isForeseen() {
            return this == RACE || this == LOCK_ORDER;
        }

        /** As reports for programs name it. */
        String word() {
            return word;
        }
    }

    /**
     * A failure.
     *
     * @param summary in a few words: {@code exit status 1}
     * @param message the last line that the program wrote to standard error, or ""
     */
    record Failing(Kind kind, String summary, String message) {
        /** The same for all failures that are likely to have the same cause: numbers may differ between them. */
        String key() {
            return Verdict.key(summary, message);
        }
    }

    /** Whether one of its failures has that key. */
    boolean fails(String key) {
        return failures.stream().anyMatch(failing -> failing.key().equals(key));
    }

    static String key(String summary, String message) {
        return summary + "\n" + message.replaceAll("[0-9]+", "#");
    }
}
