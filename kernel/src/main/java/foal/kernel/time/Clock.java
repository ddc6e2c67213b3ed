package foal.kernel.time;

/**
 * The time as programs see it: nanoseconds of the monotonic clock since the machine was started, and of the wall
 * clock since 1970.
 */
public interface Clock {
    /** The monotonic clock, in nanoseconds. */
    long monotonic();

    /** The wall clock, in nanoseconds since 1970. */
    long realtime();

    /** The machine has worked for so long: a nanosecond for each instruction, and what the kernel is taken to need. */
    void advance(long nanoseconds);

    /** Nothing can happen before a point of the monotonic clock: lets the time pass until then. */
    void skipTo(long deadline);

    /** The machine stands still, for somebody who looks at it: until {@link #goOn} no time passes. */
    default void halt() {}

    /** The machine goes on. */
    default void goOn() {}
}
