package foal.tools.boot;

import foal.kernel.Options;
import foal.kernel.Options.Bind;
import foal.kernel.Options.Folders;
import foal.kernel.hostfs.HostFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folder that Foal was started in. A program of the host's sees it at its own path, and starts there too. */
final class StartFolder {
    /** Folders that the guest has files of its own in. */
    private static final Set<String> GUESTS_OWN = Set.of("bin", "dev", "proc", "sys");

    private StartFolder() {}

    /** The machine of a program that was started in a folder. What the program changes there stays in memory. */
    static Options in(Path started, Options machine) {
        String path = GuestText.of(started.toAbsolutePath().normalize().toString());
        Optional<Bind> above = machine.folders().binds().stream().filter(bind -> (path + "/").startsWith(bind.guest() + "/")).findFirst();
        if (above.isPresent()) { // the user has put another folder there
            Path there = above.get().host().resolve(GuestText.toHost(path.substring(above.get().guest().length()).replaceFirst("^/+", "")));
            return Files.isDirectory(there) ? machine.withWorkingDirectory(path) : machine;
        }
        boolean canBeShown = path.startsWith("/") && path.length() > 1 && !GUESTS_OWN.contains(path.split("/")[1])
                && Files.isReadable(started) && HostFolders.isPossible();
        if (!canBeShown) {
            return machine;
        }
        List<Bind> binds = new ArrayList<>(List.of(new Bind(started, path, HostFolders.Changes.IN_MEMORY)));
        binds.addAll(machine.folders().binds());
        return machine.withFolders(new Folders(machine.folders().root(), binds)).withWorkingDirectory(path);
    }
}
