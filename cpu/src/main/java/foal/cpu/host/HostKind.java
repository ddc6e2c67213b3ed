package foal.cpu.host;

import java.util.List;

/**
 * What differs between the hosts that Foal runs on, as far as this module is concerned.
 *
 * @param system as Java calls it: {@code Linux}, {@code Mac OS X}
 * @param architecture in the same way: {@code amd64}, {@code aarch64}, or {@code x86_64} on a Mac
 */
public record HostKind(String system, String architecture) {
    public static final HostKind THIS = new HostKind(System.getProperty("os.name"), System.getProperty("os.arch"));

    public boolean isMac() {
        return system.startsWith("Mac");
    }

    public boolean isLinuxOnX64() {
        return system.equals("Linux") && architecture.equals("amd64");
    }

    /** The file name of libunicorn. */
    public String library() {
        return isMac() ? "libunicorn.2.dylib" : "libunicorn.so.2";
    }

    /** Where it is, beside the folders in which the system itself looks: Homebrew's, on Apple's and on Intel's processors. */
    public List<String> libraryFolders() {
        return isMac() ? List.of("/opt/homebrew/lib", "/usr/local/lib") : List.of();
    }

    /** Whether a file that begins with these four bytes, in hexadecimal digits, can be a library: ELF, or Mach-O for one or several processors. */
    public boolean isLibrary(String magic) {
        return isMac() ? magic.equals("cffaedfe") || magic.equals("cafebabe") : magic.equals("7f454c46");
    }

    /** How to install libunicorn. */
    public String advice() {
        return isMac() ? "brew install unicorn"
                : "Debian 13 or newer: apt install libunicorn2t64; Fedora: dnf install unicorn; Arch: pacman -S unicorn";
    }

    /** The function that tells the size of a block of the C library's memory. */
    public String allocatedSize() {
        return isMac() ? "malloc_size" : "malloc_usable_size";
    }

    /** SIGSTOP, of signal.h. */
    public int stopSignal() {
        return isMac() ? 17 : 19;
    }

    /** Whether arguments that vary in number are passed in another way than others: on the stack (Apple's convention for arm64). */
    public boolean passesVariadicsApart() {
        return isMac() && architecture.equals("aarch64");
    }
}
