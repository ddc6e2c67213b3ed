package foal.userland;

/// Something that the user can put right. It is reported as one line, `foal: MESSAGE`, never as a stack trace.
final class UserError extends Exception {
    static final int WRONG_USAGE = 2;
    static final int FAILED = 1;

    final int exitStatus;

    UserError(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }
}
