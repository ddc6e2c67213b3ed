package foal.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that fetches libunicorn, on machines that have one tool or another for packages: each is a script that writes down
 * how it was called, and leaves what the real one would leave.
 */
class FetchUnicornTest {
    /** What stands in for the contents of a package, in the folder $1: a library by the name $2 in the folder $3. */
    private static final String LIBRARY = "make() { mkdir -p \"$1/$3\"; echo library > \"$1/$3/$2\"; }\n";

    @TempDir
    private Path folder;
    private Path bin;
    private Path target;

    private record Result(int status, String said) {}

    @BeforeEach
    void aMachineWithoutAnyTool() throws Exception {
        bin = Files.createDirectory(folder.resolve("bin"));
        target = folder.resolve("a target");
        for (String name : "sh find head cp rm mv mkdir dirname sed tr tar gzip ln cat touch".split(" ")) {
            Process which = new ProcessBuilder("sh", "-c", "command -v " + name).start();
            program(name, "exec " + new String(which.getInputStream().readAllBytes()).strip() + " \"$@\"");
        }
        program("uname", "echo Linux");
        program("id", "echo 1000");
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    /** A tool for packages. */
    private void tool(String name, String text) throws IOException {
        program(name, "echo \"" + name + " $*\" >> " + folder.resolve("calls") + "\n" + LIBRARY + text);
    }

    private Result fetch() throws IOException, InterruptedException {
        Path script = Path.of(System.getProperty("foal.home", ".."), "cpu", "fetch-unicorn.sh").toAbsolutePath();
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", script.toString(), target.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        shell.environment().put("PATH", bin.toString());
        shell.environment().put("work", target + "/work");
        Process process = shell.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Result(process.exitValue(), Files.readString(folder.resolve("said")));
    }

    private void expectLibrary(String file) throws Exception {
        Result result = fetch();
        assertEquals(0, result.status(), result.said());
        assertEquals("library\n", Files.readString(target.resolve(file)));
        assertFalse(Files.exists(target.resolve("work")), "what was on the way to it is gone");
    }

    private String calls() throws IOException {
        return Files.readString(folder.resolve("calls")).replace(target.toString(), "TARGET");
    }

    /** A package as rpm has them is an archive of its own kind; here it is one of tar's. */
    private void rpmTools() throws IOException {
        program("rpm2cpio", "cat \"$1\"");
        program("cpio", "tar x");
    }

    private static String rpm(String place) {
        return "make \"$work/in\" libunicorn.so.2 usr/lib64; mkdir -p \"$(dirname \"" + place + "\")\"; tar cf \"" + place + "\" -C \"$work/in\" usr; rm -r \"$work/in\"";
    }

    @Test
    void dnf() throws Exception {
        rpmTools();
        tool("dnf", rpm("$work/unicorn-2.1.3-4.fc43.x86_64.rpm"));
        expectLibrary("libunicorn.so.2");
        assertEquals("dnf -q download --destdir TARGET/work unicorn\n", calls());
    }

    @Test
    void dnf_whereThereIsNoCpio() throws Exception {
        program("rpm2archive", "gzip");
        tool("dnf", rpm("$work/unicorn-2.1.3-4.fc43.x86_64.rpm"));
        expectLibrary("libunicorn.so.2");
    }

    @Test
    void zypper() throws Exception {
        rpmTools();
        tool("zypper", rpm("$work/cache/packages/oss/x86_64/libunicorn2-2.1.1-1.2.x86_64.rpm"));
        expectLibrary("libunicorn.so.2");
        assertEquals("zypper -q -n --cache-dir TARGET/work/cache download libunicorn2\n", calls());
    }

    @Test
    void pacman_whichWantsToBeCalledByRoot() throws Exception {
        program("fakeroot", "exec \"$@\"");
        program("bsdtar", "exec tar \"$@\"");
        tool("pacman", rpm("$work/unicorn-2.1.4-1-x86_64.pkg.tar.zst") + "; touch \"$work/unicorn-2.1.4-1-x86_64.pkg.tar.zst.sig\"");
        expectLibrary("libunicorn.so.2");
        assertEquals("pacman -Sywdd --noconfirm --dbpath TARGET/work/db --cachedir TARGET/work unicorn\n", calls());
    }

    @Test
    void apk() throws Exception {
        tool("apk", rpm("$work/unicorn-2.1.1-r0.apk") + "; gzip \"$work/unicorn-2.1.1-r0.apk\"; mv \"$work/unicorn-2.1.1-r0.apk.gz\" \"$work/unicorn-2.1.1-r0.apk\"");
        expectLibrary("libunicorn.so.2");
        assertEquals("apk fetch -q --output TARGET/work unicorn\n", calls());
    }

    @Test
    void nix() throws Exception {
        tool("nix", "make " + folder + "/store libunicorn.so.2 lib; ln -s " + folder + "/store \"$5\"");
        expectLibrary("libunicorn.so.2");
        assertEquals("nix --extra-experimental-features nix-command flakes build --out-link TARGET/nix nixpkgs#unicorn\n", calls());
    }

    @Test
    void brew_whichInstallsWhatIsNotInstalledYet() throws Exception {
        program("uname", "echo Darwin");
        tool("brew", "case $1 in list) exit 1 ;; install) make " + folder + "/opt libunicorn.2.dylib lib ;; --prefix) echo " + folder + "/opt ;; esac");
        expectLibrary("libunicorn.2.dylib");
        assertEquals("brew list unicorn\nbrew install --quiet unicorn\nbrew --prefix unicorn\n", calls());
    }

    @Test
    void python3_whenNothingElseHasIt() throws Exception {
        tool("dnf", "echo no match; exit 1");
        tool("python3", """
                case $2 in
                    pip) touch "$work/unicorn-2.1.4-cp37-abi3-manylinux_2_17_x86_64.whl" ;;
                    zipfile) make "$5" libunicorn.so.2 unicorn/lib ;;
                esac
                """);
        expectLibrary("libunicorn.so.2");
        assertEquals("""
                dnf -q download --destdir TARGET/work unicorn
                python3 -m pip download --quiet --no-deps --only-binary :all: --dest TARGET/work unicorn>=2.1
                python3 -m zipfile -e TARGET/work/unicorn-2.1.4-cp37-abi3-manylinux_2_17_x86_64.whl TARGET/work
                """, calls());
    }

    @Test
    void aLibraryThatIsTooOldIsNotTaken() throws Exception {
        rpmTools();
        tool("dnf", rpm("$work/unicorn-2.0.1-1.x86_64.rpm"));
        assertEquals(new Result(1, """
                fetch-unicorn: unicorn-2.0.1-1.x86_64.rpm is too old
                fetch-unicorn: no libunicorn >= 2.1 could be fetched; tried: dnf
                """), fetch());
    }

    @Test
    void whereThereIsNoToolThisIsSaid() throws Exception {
        assertEquals(new Result(1, "fetch-unicorn: no libunicorn >= 2.1 could be fetched; "
                + "tried: nothing, for this machine has no tool for packages\n"), fetch());
    }
}
