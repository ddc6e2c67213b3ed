package foal.userland;

import java.nio.file.Path;

/// Where the C sources lie and where what is built from them goes.
///
/// @param home the module's folder
record Userland(Path home) {

    /// The folder that the system property `foal.userland` names; whoever starts this program sets it.
    static Userland fromSystemProperty() {
        var home = System.getProperty("foal.userland");
        if (home == null) {
            throw new IllegalStateException("the system property foal.userland must name the userland folder");
        }
        return new Userland(Path.of(home).toAbsolutePath().normalize());
    }

    Path headers() {
        return home.resolve("include");
    }

    Path librarySources() {
        return home.resolve("lib");
    }

    Path syncSources() {
        return home.resolve("sync");
    }

    Path sampleSources() {
        return home.resolve("samples");
    }

    /// The programs of the bundled root's `/bin` besides the samples: a shell and small tools.
    Path commandSources() {
        return home.resolve("bin");
    }

    Path testSources() {
        return home.resolve("tests");
    }

    /// Programs that are compiled against a complete C library when a test runs them.
    Path homeworkSources() {
        return testSources().resolve("homework");
    }

    Path benchmarkSources() {
        return home.resolve("bench");
    }

    Path target() {
        return home.resolve("target");
    }

    /// Where a C library of others is, if it was fetched: its headers in `include`, the rest in `lib`.
    Path libc(Libc libc) {
        return target().resolve("libc").resolve(libc.option());
    }

    /// The start-up code, linked before a program's own.
    Path startup() {
        return target().resolve("lib/crt0.o");
    }

    /// The C library and the synchronisation library.
    Path library() {
        return target().resolve("lib/libfoal.a");
    }
}
