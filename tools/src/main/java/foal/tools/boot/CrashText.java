package foal.tools.boot;

import foal.kernel.Crash;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.tools.symbols.Symbolizer;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A crash in words. */
public final class CrashText {
    private CrashText() {}

    /** What a fault was about: an address that is not there, or not to be used so. */
    static Optional<String> address(Crash crash) {
        int signal = crash.signal().signal();
        boolean isOfMemory = signal == Signal.SIGSEGV.number() || signal == Signal.SIGBUS.number();
        return isOfMemory && crash.signal().code() > 0 && crash.signal().code() < SignalInfo.SI_KERNEL
                ? Optional.of(String.format("at address %#x", crash.signal().address())) : Optional.empty();
    }

    /** Where it was, in one line. */
    public static String folded(Crash crash, Symbolizer symbolizer) {
        return Stream.concat(address(crash).stream(), Stream.of("in " + symbolizer.folded(crash.place()))).collect(Collectors.joining(", "));
    }
}
