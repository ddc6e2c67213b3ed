package foal.tools.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a file of the host's cannot be used. What exceptions say of it is often nothing but its name. */
public final class FileTrouble {
    /** What comes after the name. */
    private static final Pattern NAMED = Pattern.compile(".* \\((.*)\\)", Pattern.DOTALL);

    private FileTrouble() {}

    /** The reason, without the name of the file. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case FileNotFoundException _ -> afterName(e.getMessage());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String afterName(String message) {
        Matcher matcher = NAMED.matcher(message);
        return matcher.matches() ? matcher.group(1) : message;
    }
}
