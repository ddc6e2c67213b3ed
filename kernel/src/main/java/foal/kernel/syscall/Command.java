package foal.kernel.syscall;

/** A constant that decides what other parts of its call mean: of fcntl(2), ioctl(2), shmctl(2) and the like. */
public interface Command extends Symbolic {
    /** What the argument declared with {@link ByCommand} is under this command. */
    Parameter.Kind argument();

    /** What the result is. */
    default Parameter.Kind result() {
        return new Parameter.Plain();
    }
}
