package foal.tools.explore;

/** Many runs, which somebody watches. All of it may be called by any thread. */
interface Effort {
    /** Schedules tried so far. */
    long done();

    /** How many of them have failed. */
    long failed();

    /** Ends it after the schedules that are being tried. */
    void stop();
}
