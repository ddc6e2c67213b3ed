package foal.tools;

import foal.cpu.MachineCodeSwitch;
import foal.cpu.unicorn.UnicornException;
import foal.cpu.unicorn.UnicornLibrary;
import foal.tools.boot.Installation;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code foal --version} prints: all that a report of a mistake should say of Foal and of what it runs on. */
final class VersionText {
    private static final int NAME_WIDTH = 14;

    private VersionText() {}

    /** A fact a line: its name and, in a column of their own, what is there; {@code none} where something is missing. */
    static String of(Installation installation) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("foal", Installation.version());
        facts.put("commit", installation.commit().orElse("unknown"));
        facts.put("libunicorn", libunicorn());
        facts.put("compiler", installation.compilerVersion().orElse("none: it cannot be run"));
        facts.put("JDK", Runtime.version() + ", " + System.getProperty("java.home"));
        facts.put("host", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        facts.put("machine code", MachineCodeSwitch.isOn() ? "on" : "off");
        StringBuilder text = new StringBuilder();
        facts.forEach((name, fact) -> text.append(name).repeat(' ', NAME_WIDTH - name.length()).append(fact).append('\n'));
        return text.toString();
    }

    private static String libunicorn() {
        try {
            UnicornLibrary library = UnicornLibrary.load();
            return library.versionText() + ", " + library.place();
        } catch (UnicornException e) {
            return "none: " + e.getMessage();
        }
    }
}
