package foal.tools.gdb;

import java.util.HashSet;
import java.util.Set;

/** What the client has said about itself, and wants. */
final class Client {
    boolean knowsProcesses;
    boolean knowsBreakpointStops;
    boolean knowsForks;
    boolean knowsExecs;
    /** Signals, by GDB's numbers, that take effect without a stop. */
    final Set<Integer> passed = new HashSet<>();

    /** Takes note of its features, separated by semicolons. */
    void supports(String features) {
        for (String feature : features.split(";")) {
            switch (feature) {
                case "multiprocess+" -> knowsProcesses = true;
                case "swbreak+" -> knowsBreakpointStops = true;
                case "fork-events+" -> knowsForks = true;
                case "exec-events+" -> knowsExecs = true;
                default -> { }
            }
        }
    }
}
