package foal.tools.boot;

import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.file.Content;
import foal.kernel.file.Directory;
import foal.kernel.file.FileTree;
import foal.kernel.file.RegularFile;
import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledContent;
import foal.kernel.tty.HostStreams;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.Streams;
import foal.tools.recording.FileHash;
import foal.tools.recording.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program that the user means, and the files that a kernel's tree is to hold for it. It is found once, and can then be
 * booted on any number of kernels.
 */
public final class PreparedProgram {
    private static final int READ_AND_EXECUTE = 0555;

    private static final HostStreams NO_STREAMS = (_, _, _) -> { };

    private final GuestProgram program;
    private final List<String> arguments;
    private final String workingDirectory;
    private final Map<String, Content> files = new LinkedHashMap<>();

    private PreparedProgram(GuestProgram program, List<String> arguments, String workingDirectory) {
        this.program = program;
        this.arguments = arguments;
        this.workingDirectory = workingDirectory;
    }

    /** Finds the program for machines that do not hold it yet. */
    public static PreparedProgram find(BootOptions options, Installation installation, Streams streams) throws Failure {
        try (Kernel kernel = new Kernel(options.machine(), HostSide.live(NO_STREAMS, _ -> { }))) {
            return find(options, installation, streams, kernel.files());
        }
    }

    /** Finds the program. @param tree of a kernel with these options, which may hold the program already */
    public static PreparedProgram find(BootOptions options, Installation installation, Streams streams, FileTree tree)
            throws Failure {
        ProgramFinder finder = new ProgramFinder(installation, streams, path -> isFile(tree, path));
        GuestProgram program = options.program().isPresent() ? finder.find(options.program().get(), options.compilation()) : finder.shell();
        PreparedProgram prepared = new PreparedProgram(program, options.argv(program), options.machine().workingDirectory());
        // A root of the user's has commands of its own.
        boolean isOwnRoot = options.machine().folders().root().isEmpty();
        for (var command : (isOwnRoot ? installation.commands() : Map.<String, Path>of()).entrySet()) {
            String guestPath = "/bin/" + command.getKey();
            boolean isInTheWay = program.guestPath().startsWith(guestPath + "/");
            if (!isInTheWay) {
                prepared.add(guestPath, command.getValue());
            }
        }
        if (program.file().isPresent()) {
            prepared.add(program.guestPath(), program.file().get());
        }
        return prepared;
    }

    private static boolean isFile(FileTree tree, String path) {
        return tree.walk(tree.root(), path, null, true) instanceof FileTree.Found.File found
                && found.inode() instanceof RegularFile;
    }

    private void add(String guestPath, Path file) throws Failure {
        try {
            files.put(guestPath, Content.ofHostFile(file));
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_RUNNABLE, file + " cannot be read: " + FileTrouble.reason(e), e);
        }
    }

    // ---- recordings ------------------------------------------------------------------------------------------------

    /** The same program, of whose files all bytes come through a journal. */
    PreparedProgram through(Journal journal, JournaledContent.Room room) {
        PreparedProgram same = new PreparedProgram(program, arguments, workingDirectory);
        files.forEach((path, content) -> same.files.put(path, new JournaledContent(journal, room, content, content.size())));
        return same;
    }

    /** What a recording says of it. */
    Header.ProgramFile describe() throws Failure {
        Map<String, Long> sizes = new LinkedHashMap<>();
        files.forEach((path, content) -> sizes.put(path, content.size()));
        try {
            return new Header.ProgramFile(program.name(), program.guestPath(), hash(program.file()),
                    sources(), arguments, sizes);
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_RUNNABLE, program.name() + " cannot be read: " + FileTrouble.reason(e), e);
        }
    }

    private List<Header.Source> sources() throws IOException {
        List<Header.Source> sources = new ArrayList<>();
        for (Path source : program.sources()) {
            sources.add(new Header.Source(source.toAbsolutePath().normalize().toString(), FileHash.of(source)));
        }
        return sources;
    }

    private static String hash(Optional<Path> file) throws IOException {
        return file.isPresent() ? FileHash.of(file.get()) : "";
    }

    /** The program of a recording, whose files need not be here. */
    static PreparedProgram of(Header header, Journal journal, JournaledContent.Room room) {
        Header.ProgramFile described = header.program();
        PreparedProgram program = new PreparedProgram(new GuestProgram(described.name(), Optional.empty(), described.guestPath()),
                described.arguments(), header.options().workingDirectory());
        described.files().forEach((path, size) -> program.files.put(path, new JournaledContent(journal, room, Content.of(""), size)));
        return program;
    }

    // ----------------------------------------------------------------------------------------------------------------

    /** The file of the program on the host, if it is not in the guest's tree anyway. */
    public Optional<Path> file() {
        return program.file();
    }

    /** The C library that it was compiled against, if that was done now. */
    public Optional<CLibrary> library() {
        return program.library();
    }

    /** The name of the program's file. */
    public String command() {
        return program.guestPath().substring(program.guestPath().lastIndexOf('/') + 1);
    }

    /** What argv holds. */
    public List<String> arguments() {
        return arguments;
    }

    /** Completes a tree with the program and the bundled commands. */
    public void addFiles(FileTree tree) throws Failure {
        for (var file : files.entrySet()) {
            try {
                tree.addFile(file.getKey(), READ_AND_EXECUTE, file.getValue());
            } catch (IllegalArgumentException e) {
                throw new Failure(ExitCode.NOT_RUNNABLE,
                        file.getKey() + " has no place in the guest's tree: " + e.getMessage(), e);
            }
        }
        checkWorkingDirectory(tree);
    }

    private void checkWorkingDirectory(FileTree tree) throws Failure {
        boolean isThere = workingDirectory.startsWith("/")
                && tree.walk(tree.root(), workingDirectory, null, true) instanceof FileTree.Found.File found
                && found.inode() instanceof Directory;
        if (!isThere) {
            throw Failure.usage("--cwd " + GuestText.toHost(workingDirectory) + ": the guest has no such directory");
        }
    }

    /** Makes it the first process of a kernel whose tree is complete. */
    public void boot(Kernel kernel) throws Failure {
        Optional<String> mistake = kernel.boot(program.guestPath(), arguments);
        if (mistake.isPresent()) {
            throw new Failure(ExitCode.NOT_RUNNABLE, program.name() + " " + mistake.get());
        }
    }
}
