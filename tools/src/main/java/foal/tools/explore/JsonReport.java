package foal.tools.explore;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report on a campaign as a file for programs: the record {@link Report} in JSON. */
final class JsonReport {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private JsonReport() {}

    static void write(Report report, Path file) throws Failure {
        try {
            Files.writeString(file, GSON.toJson(report) + "\n");
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    static Report read(Path file) throws Failure {
        try {
            Report report = GSON.fromJson(Files.readString(file), Report.class);
            if (report == null || !report.isWhole()) {
                throw new Failure(ExitCode.FAILED, file + " is no report of foal explore");
            }
            return report;
        } catch (JsonParseException | NumberFormatException e) {
            throw new Failure(ExitCode.FAILED, file + " is no report of foal explore", e);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + file + ": " + FileTrouble.reason(e), e);
        }
    }
}
