package foal.tools;

import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code foal doctor}: the launcher answers it, without Java, so that it also works where there is none. */
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String synopsis() {
        return "";
    }

    @Override
    public String summary() {
        return "check what Foal needs, and say how to get what is missing";
    }

    @Override
    public List<String> notes() {
        return List.of("The exit status is 1 if something is missing that Foal cannot do without.");
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        if (!line.getArgList().isEmpty()) {
            throw Failure.usage("unexpected argument " + line.getArgList().getFirst());
        }
        try {
            return new ProcessBuilder("sh", Installation.find().launcher().toString(), "doctor").inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot run the launcher: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "interrupted", e);
        }
    }
}
