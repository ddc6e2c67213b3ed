package foal.tools.boot;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that is to be run.
 *
 * @param name as the user called it
 * @param file the executable on the host, if it is not in the guest's tree already
 * @param guestPath where it appears in the guest
 * @param source the user's own file that it is, or was compiled from
 */
record GuestProgram(String name, Optional<Path> file, String guestPath, Optional<Path> source) {
    /** A program that is bundled, or in the guest's tree already. */
    GuestProgram(String name, Optional<Path> file, String guestPath) {
        this(name, file, guestPath, Optional.empty());
    }
}
