package foal.tools.boot;

import foal.kernel.chapter.Chapter;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Chapters of the kernel that a user has in jars. A jar that has none, or none that can be made, is named and left out. */
final class Plugins {
    private static final String SERVICE = "META-INF/services/" + Chapter.class.getName();

    private Plugins() {}

    /** Those of all jars of a folder, by the jars' names. */
    static List<Chapter> load(Path folder, Streams streams) throws Failure {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new Failure(ExitCode.WRONG_USAGE, "--plugins " + folder + ": the folder cannot be read");
        }
        if (jars.isEmpty()) {
            streams.say("--plugins " + folder + ": there is no jar in it");
        }
        List<Chapter> chapters = new ArrayList<>();
        for (Path jar : jars) {
            chapters.addAll(ofJar(jar, streams));
        }
        return chapters;
    }

    private static List<Chapter> ofJar(Path jar, Streams streams) {
        try {
            // Each jar has a loader of its own, which stays open: classes are loaded while the machine runs.
            URLClassLoader loader = new URLClassLoader(jar.getFileName().toString(), new URL[] {jar.toUri().toURL()}, Chapter.class.getClassLoader());
            if (loader.findResource(SERVICE) == null) {
                streams.say("plugin " + jar.getFileName() + " is left out: it has no " + SERVICE);
                return List.of();
            }
            List<Chapter> chapters = new ArrayList<>();
            ServiceLoader.load(Chapter.class, loader).forEach(chapters::add);
            return chapters;
        } catch (IOException | ServiceConfigurationError | LinkageError e) {
            Throwable why = e.getCause() != null ? e.getCause() : e;
            streams.say("plugin " + jar.getFileName() + " is left out: " + (why == e ? e.getMessage() : why.toString()));
            return List.of();
        }
    }
}
