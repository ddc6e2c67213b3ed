package foal.kernel.outside;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** The errors of the host's files, as far as programs can tell them apart. Recordings hold their places: new ones come last. */
public enum HostError {
    NOT_FOUND, ACCESS_DENIED, ALREADY_EXISTS, NOT_EMPTY, OTHER, NO_SPACE, TOO_LARGE;

    public static HostError of(IOException error) {
        return switch (error) {
            case NoSuchFileException _ -> NOT_FOUND;
            case AccessDeniedException _ -> ACCESS_DENIED;
            case FileAlreadyExistsException _ -> ALREADY_EXISTS;
            case DirectoryNotEmptyException _ -> NOT_EMPTY;
            case HostException own -> own.error();
            default -> OTHER;
        };
    }

    /** The error again. */
    public IOException exception() {
        return switch (this) {
            case NOT_FOUND -> new NoSuchFileException("");
            case ACCESS_DENIED -> new AccessDeniedException("");
            case ALREADY_EXISTS -> new FileAlreadyExistsException("");
            case NOT_EMPTY -> new DirectoryNotEmptyException("");
            case NO_SPACE, TOO_LARGE -> new HostException(this, "");
            case OTHER -> new IOException("an error of the host that was recorded");
        };
    }
}
