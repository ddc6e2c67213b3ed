package foal.tools.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program that is to be run.
 *
 * @param name as the user called it
 * @param file the executable on the host, if it is not in the guest's tree already
 * @param guestPath where it appears in the guest
 * @param sources the user's own files that it is, or was compiled from
 * @param library that it was compiled against now
 */
record GuestProgram(String name, Optional<Path> file, String guestPath, List<Path> sources, Optional<CLibrary> library) {
    /** A program that is bundled, or in the guest's tree already. */
    GuestProgram(String name, Optional<Path> file, String guestPath) {
        this(name, file, guestPath, List.of(), Optional.empty());
    }
}
