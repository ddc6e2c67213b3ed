package foal.kernel.trace;

import java.util.StringJoiner;

/** The text of a struct: {@code {name=value, …}}. */
final class Fields {
    private final StringJoiner text = new StringJoiner(", ", "{", "}");

    Fields add(String name, Object value) {
        text.add(name + "=" + value);
        return this;
    }

    /** There is more that is not shown. */
    Fields more() {
        text.add("...");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
