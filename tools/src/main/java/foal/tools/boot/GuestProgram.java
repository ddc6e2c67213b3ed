package foal.tools.boot;

import java.nio.file.Path;

/**
 * A program that is to be run.
 *
 * @param name as the user called it
 * @param file the executable on the host
 * @param guestPath where it appears in the guest
 */
record GuestProgram(String name, Path file, String guestPath) {}
