package foal.tools.symbols;

import java.util.Optional;

/**
 * Where an address is in the source of a program.
 *
 * @param function whose code it is, also where that was copied into another function
 * @param file where that is written, as the compiler was told it
 * @param line from 1
 * @param column from 1; 0 if unknown
 */
public record SourcePlace(String function, Optional<String> file, int line, int column) {
    @Override
    public String toString() {
        return file.map(name -> function + " (" + name + ":" + line + ")").orElse(function);
    }
}
