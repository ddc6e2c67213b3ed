package foal.kernel.trace;

import java.util.Optional;

/**
 * A place in memory.
 *
 * @param address in the memory of the process that it was accessed by
 * @param image the program that it is a variable of, if it is one
 * @param mapping what is mapped there, such as {@code [heap]}, or ""
 */
public record DataPlace(long address, Optional<CodePlace.Image> image, String mapping) {}
