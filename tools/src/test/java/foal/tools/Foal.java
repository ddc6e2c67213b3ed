package foal.tools;

import foal.kernel.tty.Terminals;
import foal.tools.cli.MessageStream;
import foal.tools.cli.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the command within the test's own process. */
final class Foal {
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out;
    private OutputStream err;
    private Terminals terminals = Terminals.NONE;

    /** What a run left behind. */
    record Result(int status, String out, String err) {}

    static Result foal(String... words) {
        return new Foal().run(words);
    }

    static Foal withInput(String text) {
        return withInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static Foal withInput(InputStream in) {
        Foal foal = new Foal();
        foal.in = in;
        return foal;
    }

    static Foal withOutput(OutputStream out) {
        return new Foal().to(out);
    }

    /** Sends standard output elsewhere than into the result. */
    Foal to(OutputStream output) {
        out = output;
        return this;
    }

    /** Sends standard error elsewhere. */
    Foal errorsTo(OutputStream errors) {
        err = errors;
        return this;
    }

    static Foal withTerminals(Terminals terminals) {
        return new Foal().on(terminals);
    }

    /** Has some of the standard streams taken for terminals. */
    Foal on(Terminals some) {
        terminals = some;
        return this;
    }

    Result run(String... words) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Main.run(List.of(words), new Streams(in, out == null ? output : out,
                new MessageStream(err == null ? errors : err), terminals, false));
        return new Result(status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }
}
