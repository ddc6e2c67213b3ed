package foal.tools.boot;

import foal.kernel.Options.Bind;
import foal.kernel.Options.Folders;
import foal.kernel.hostfs.HostFolders.Changes;
import foal.tools.cli.Failure;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options that name folders of the host's. */
final class HostFolderOptions {
    /** HOST:GUEST[:rw]; a colon can be in HOST only. */
    private static final Pattern BIND = Pattern.compile("(.+):(/[^:]*)(:rw)?", Pattern.DOTALL);

    private HostFolderOptions() {}

    static Folders read(OptionReader values, String root, String bind) throws Failure {
        String top = values.text(root, "");
        List<Bind> binds = new ArrayList<>();
        for (String value : values.all(bind)) {
            Matcher matcher = BIND.matcher(value);
            if (!matcher.matches()) {
                throw Failure.usage("--" + bind + " " + value + ": must be HOST:GUEST or HOST:GUEST:rw, with an absolute path GUEST");
            }
            String guest = GuestText.of(matcher.group(2)).replaceAll("/+", "/").replaceFirst("/$", "");
            if (guest.isEmpty() || List.of(guest.split("/")).contains("..")) {
                throw Failure.usage("--" + bind + " " + value + ": GUEST must be a path below /, without ..");
            }
            binds.add(new Bind(folder("--" + bind + " " + value, matcher.group(1)), guest, matcher.group(3) != null ? Changes.WRITTEN_THROUGH : Changes.FORBIDDEN));
        }
        return new Folders(values.all(root).length == 0 ? Optional.empty() : Optional.of(folder("--" + root + " " + top, top)), binds);
    }

    /** @param option as it was given */
    private static Path folder(String option, String name) throws Failure {
        try {
            Path folder = Path.of(name);
            if (!name.isEmpty() && Files.isDirectory(folder) && Files.isReadable(folder)) {
                return folder;
            }
            throw Failure.usage(option + ": " + (Files.isDirectory(folder) ? "the folder cannot be read" : "there is no such folder"));
        } catch (InvalidPathException _) {
            throw Failure.usage(option + ": there is no such folder");
        }
    }
}
