package foal.kernel.tty;

/** Which of the standard streams programs take for terminals. */
public record Terminals(boolean input, boolean output, boolean error) {
    public static final Terminals NONE = new Terminals(false, false, false);
}
