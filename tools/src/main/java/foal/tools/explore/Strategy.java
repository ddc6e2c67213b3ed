package foal.tools.explore;

import foal.kernel.explore.SchedulingPolicy;

/**
 * Which schedules are tried: the n-th is a function of n alone.
 *
 * @param kind the policies that are used
 * @param depth the greatest depth of bugs that pct looks for
 * @param length instructions for which tasks have something to do at the same time, as far as is known
 * @param firstSeed of the first schedule
 */
record Strategy(Kind kind, int depth, long length, long firstSeed) {
    /** Mean instructions between timer interrupts, for the random policy: which is best depends on the program. */
    private static final long[] QUANTA = {20, 100, 500, 2_500};

    /** Which policies make the schedules. */
    enum Kind { BOTH, PCT, RANDOM }

    /** A schedule to try. */
    record Choice(long seed, long quantum, SchedulingPolicy policy) {}

    /** @param number from 0 */
    Choice choose(long number) {
        boolean isPct = kind == Kind.PCT || kind == Kind.BOTH && number % 2 == 0;
        long turn = kind == Kind.BOTH ? number / 2 : number;
        if (isPct) {
            int of = depth == 1 ? 1 : 2 + (int) (turn % (depth - 1));
            return new Choice(firstSeed + number, 1, new SchedulingPolicy.Pct(of, length));
        }
        return new Choice(firstSeed + number, QUANTA[(int) (turn % QUANTA.length)], SchedulingPolicy.Named.RANDOM);
    }
}
