package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code foal doctor} on systems where things are missing: a clone that is not built, and only the programs that every system has. */
class DoctorTest {
    @TempDir
    private Path folder;
    private Path clone;
    private ProcessBuilder shell;

    private record Result(int status, String said) {}

    @BeforeEach
    void aCloneOnASystemWithoutJavaAndMaven() throws Exception {
        clone = Files.createDirectories(folder.resolve("a clone/tools")).getParent();
        Path home = Installation.find().home();
        Files.copy(home.resolve("foal"), clone.resolve("foal"));
        Files.copy(home.resolve("tools/doctor.sh"), clone.resolve("tools/doctor.sh"));
        shell = new ProcessBuilder().directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
        assertEquals(new Result(0, ""), sh("mkdir bin; for name in sh sed awk df grep head find readlink uname stty; do "
                + "printf '#!/bin/sh\\nexec %s \"$@\"\\n' \"$(command -v $name)\" > bin/$name; chmod +x bin/$name; done"));
        shell.environment().put("PATH", folder.resolve("bin").toString());
        shell.environment().put("FOAL_JAVA_HOME", "/nowhere");
    }

    private Result sh(String script) throws IOException, InterruptedException {
        Process process = shell.command("/bin/sh", "-c", script).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), script);
        return new Result(process.exitValue(), Files.readString(folder.resolve("said")));
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ID=debian                       | sudo apt install openjdk-25-jdk-headless | sudo apt install maven
            ID=linuxmint\\nID_LIKE="ubuntu debian" | sudo apt install openjdk-25-jdk-headless | sudo apt install maven
            ID=fedora                       | sudo dnf install java-25-openjdk-devel   | sudo dnf install maven
            ID=arch                         | sudo pacman -S jdk-openjdk               | sudo pacman -S maven
            ID="opensuse-tumbleweed"\\nID_LIKE="opensuse suse" | sudo zypper install java-25-openjdk-devel | sudo zypper install maven
            ID=alpine                       | sudo apk add openjdk25                   | sudo apk add maven
            ID=nixos                        | nix profile install nixpkgs#jdk25        | nix profile install nixpkgs#maven
            """)
    void whatIsMissingIsNamedWithTheCommandOfThisSystemThatGetsIt(String osRelease, String jdk, String maven) throws Exception {
        shell.environment().put("FOAL_OS_RELEASE", Files.writeString(folder.resolve("os"), osRelease.replace("\\n", "\n") + "\n").toString());
        Result result = sh("'a clone/foal' doctor");
        assertEquals(1, result.status());
        assertTrue(result.said().startsWith("""
                JDK         missing  FOAL_JAVA_HOME=/nowhere is no JDK 25 or newer
                                     needed to build Foal and to run it
                                     to get it: %s, or unpack any JDK 25 and name its folder in FOAL_JAVA_HOME
                Maven       missing  there is no mvn on the path
                                     needed to build Foal, at first and after edits
                                     to get it: %s
                libunicorn  unknown  Foal is not built; the build looks for it, and fetches it where there is none
                """.formatted(jdk, maven)), result.said());
        assertTrue(result.said().contains("\noracle      none     there is no qemu-riscv64\n"), result.said());
        assertTrue(result.said().endsWith("\nfoal: something that Foal needs is missing\n"), result.said());
    }

    @Test
    void aSystemWithoutOsReleaseIsKnownByItsPackageManager() throws Exception {
        shell.environment().put("FOAL_OS_RELEASE", "/nowhere");
        program("bin/brew", "#!/bin/sh\n");
        String said = sh("'a clone/foal' doctor").said();
        assertTrue(said.contains(" to get it: brew install maven\n"), said);
        assertTrue(said.contains(" to get it: this system has no qemu for user programs; Linux has\n"), said);
    }

    @Test
    void whatIsThereIsNotToBeGot() throws Exception {
        program("bin/mvn", "#!/bin/sh\n");
        program("bin/qemu-riscv64", "#!/bin/sh\n");
        program("jdk/bin/java", "#!/bin/sh\n");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        shell.environment().put("FOAL_JAVA_HOME", folder.resolve("jdk").toString());
        Result result = sh("'a clone/foal' doctor");
        assertEquals(0, result.status(), result.said());
        assertTrue(result.said().startsWith("""
                JDK         ok       25, %s/jdk
                                     needed to build Foal and to run it
                Maven       ok       %s/bin/mvn
                                     needed to build Foal, at first and after edits
                """.formatted(folder, folder)), result.said());
    }

    @Test
    void aTemporaryFolderThatIsNotThereIsSaid() throws Exception {
        shell.environment().put("TMPDIR", "/nowhere");
        assertTrue(sh("'a clone/foal' doctor").said().contains("\ndisk        missing  nothing can be written to /nowhere\n"));
    }

    @Test
    void theFoldersOfMavenAndLlvmAreThoseThatJavaUses_WhateverHomeSays() throws Exception {
        program("bin/id", "#!/bin/sh\nPATH=/usr/bin:/bin exec id \"$@\"\n");
        shell.environment().put("HOME", "/elsewhere");
        String kept = System.getProperty("user.home");
        String said = sh("'a clone/foal' doctor").said();
        assertTrue(said.contains("keep in " + kept + "/.m2 and " + kept + "/.javacpp)"), said);
    }

    @Test
    void aReportThatCannotBeWrittenIsAFailure() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "Linux alone has it");
        assertEquals(new Result(125, "foal: cannot write to standard output\n"), sh("'a clone/foal' doctor > /dev/full"));
    }

    @Test
    void aSystemWhoseOnlyJdkIsTooOldIsToldSo() throws Exception {
        String hide = "for folder in /usr/lib/jvm /usr/java /opt/java; do [ ! -d $folder ] || mount -t tmpfs none $folder; done; "
                + "mkdir -p /usr/lib/jvm/old/bin; echo 'JAVA_VERSION=\"17.0.1\"' > /usr/lib/jvm/old/release; "
                + "echo > /usr/lib/jvm/old/bin/java; chmod +x /usr/lib/jvm/old/bin/java; ";
        shell.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        shell.environment().keySet().removeAll(List.of("FOAL_JAVA_HOME", "JAVA_HOME", "SDKMAN_DIR"));
        shell.environment().put("HOME", "/nowhere");
        assumeTrue(sh("[ -d /usr/lib/jvm ] && unshare --mount mount -t tmpfs none /usr/lib/jvm").status() == 0, "only root can hide folders");
        assertEquals(new Result(125, "foal: there is no JDK 25 or newer, only 17; install one, or name its folder in FOAL_JAVA_HOME; "
                + "`foal doctor` says more\n"), sh("unshare --mount sh -c '" + hide.replace("'", "'\\''") + "\"a clone/foal\" boot hello'"));
    }

    @Test
    void whoCannotStartFoalIsPointedToTheDoctor() throws Exception {
        assertEquals(new Result(125, "foal: FOAL_JAVA_HOME=/nowhere is no JDK 25 or newer; install one, or name its folder in FOAL_JAVA_HOME; "
                + "`foal doctor` says more\n"), sh("'a clone/foal' boot hello"));
        program("jdk/bin/java", "#!/bin/sh\n");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        shell.environment().put("FOAL_JAVA_HOME", folder.resolve("jdk").toString());
        assertEquals(new Result(125, "foal: there is no mvn on the path; install Apache Maven to build Foal; `foal doctor` says more\n"),
                sh("'a clone/foal' boot hello"));
    }
}
