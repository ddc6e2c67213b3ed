package foal.userland;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The C libraries that a program can be compiled against, as `--libc` names them.
enum Libc {
    /// Foal's own, to be read.
    SMALL,
    /// The GNU C library, with C++.
    GLIBC,
    MUSL;

    /// A static program at a fixed address. No part of it is both writable and executable: a store to a page that
    /// the CPU has translated as code is slow, and a program that overwrites its own code should die of it.
    /// Read-only data gets pages of its own, apart from the code.
    private static final List<String> STATIC = List.of("-static", "-Wl,--image-base=0x10000",
            "-Wl,-z,separate-code", "-Wl,-z,noexecstack", "-Wl,-z,norelro");

    /// What programs were long allowed to do, and compilers now refuse: to call a function without a declaration, …
    private static final List<String> AS_OLDER_COMPILERS = List.of("-Wno-error=implicit-function-declaration",
            "-Wno-error=implicit-int", "-Wno-error=int-conversion", "-Wno-error=incompatible-function-pointer-types");

    /// Libraries that elsewhere hold parts of the C library.
    private static final List<String> PARTS = List.of("-lc", "-lpthread", "-lrt");

    static Libc parse(String name) throws UserError {
        return Stream.of(values()).filter(libc -> libc.option().equals(name)).findFirst()
                .orElseThrow(() -> new UserError(UserError.WRONG_USAGE, "--libc " + name + ": must be small, glibc or musl"));
    }

    /// As `--libc` takes it.
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// RV64GC with doubles passed in registers, and of all headers only clang's own (`stdarg.h`, `stdatomic.h`, …) and
    /// the library's.
    List<String> compileOptions(Userland userland, boolean isCpp) {
        var options = new ArrayList<>(List.of("--no-default-config", "-march=rv64gc", "-mabi=lp64d", "-nostdlibinc"));
        var folder = userland.libc(this);
        var headers = folder.resolve("include").toString();
        switch (this) {
            case SMALL -> options.addAll(List.of("--target=riscv64-unknown-elf",
                    "-isystem", userland.headers().toString(), "-isystem", userland.home().toString()));
            case GLIBC -> {
                options.addAll(List.of("--target=riscv64-linux-gnu", "--sysroot=" + folder, "-B" + folder.resolve("lib")));
                if (isCpp) { // whose own headers use what they declare to be deprecated
                    options.addAll(List.of("-Wno-deprecated-declarations", "-stdlib++-isystem", headers + "/c++", "-stdlib++-isystem", headers + "/c++/riscv64-linux-gnu"));
                }
            }
            case MUSL -> options.addAll(List.of("--target=riscv64-linux-musl", "--sysroot=" + folder));
        }
        if (this != SMALL) {
            options.addAll(List.of("-idirafter", headers));
            options.addAll(AS_OLDER_COMPILERS);
        }
        return options;
    }

    /// What the linker is to be told behind the user's own files. The user's -x must not make C source of object files.
    List<String> linkOptions(Userland userland, Toolchain toolchain, boolean isCpp) {
        var options = new ArrayList<>(STATIC);
        options.add("--ld-path=" + toolchain.linker());
        var library = userland.libc(this).resolve("lib");
        options.addAll(switch (this) {
            case SMALL -> List.of("-nostdlib", "-x", "none", userland.startup().toString(), userland.library().toString());
            case GLIBC -> isCpp ? List.of("-L" + library, "-lstdc++", "-lm") : List.of("-L" + library, "-lm");
            case MUSL -> List.of("-nostdlib", "-L" + library, "-x", "none", library.resolve("crt1.o").toString(), "-lc", "-lgcc");
        });
        return options;
    }

    /// The arguments without the names of libraries that this one has no files for, being whole in itself.
    List<String> withoutParts(List<String> arguments) {
        return this == SMALL ? arguments.stream().filter(argument -> !PARTS.contains(argument)).toList() : arguments;
    }

    /// Whether it can be used.
    boolean isThere(Userland userland) {
        return this == SMALL || Files.isDirectory(userland.libc(this));
    }

    /// Begins to fetch it. @return empty if there is no need to, or it cannot be fetched from an installation like this
    Optional<ProcessBuilder> fetching(Userland userland) {
        var script = userland.home().resolve("fetch-libc.sh");
        if (isThere(userland) || !Files.exists(script)) {
            return Optional.empty();
        }
        return Optional.of(new ProcessBuilder("sh", script.toString(), option(), userland.libc(this).toString()));
    }

    /// Fetches it if it is not there.
    void fetch(Userland userland) throws IOException, InterruptedException, UserError {
        var fetching = fetching(userland);
        if (fetching.isPresent()) {
            System.err.println("foal: fetching " + option() + " …");
            Files.createDirectories(userland.libc(this).getParent());
            fetching.get().redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        }
        if (!isThere(userland)) {
            throw new UserError(UserError.FAILED, "there is no " + option() + " here, and it cannot be fetched; --libc small needs none");
        }
    }

    /// Headers that the sources ask for and the small library does not have.
    static List<String> missingHeaders(Userland userland, Toolchain toolchain, List<String> sources) {
        var folders = List.of(userland.headers(), userland.home(), toolchain.headers());
        return sources.stream().map(Path::of).filter(Files::isRegularFile).flatMap(Includes::of).distinct()
                .filter(header -> folders.stream().noneMatch(folder -> Files.exists(folder.resolve(header)))).toList();
    }
}
