package foal.kernel.syscall;

/**
 * How a system call orders tasks by an object of the kernel's. What a task has done before it sends comes before what another
 * does after it has received from the same object, whether or not one of them had to wait.
 */
public enum Order {
    SEND, RECEIVE,
    /** It sends when it begins, and receives when it ends. */
    BOTH;

    public boolean sends() {
        return this != RECEIVE;
    }

    public boolean receives() {
        return this != SEND;
    }
}
