package foal.kernel.task;

import java.util.Optional;

/** Sees signals just before they take effect, as a tracer does (ptrace(2), "Signal-delivery-stop"). */
public interface SignalTracer {
    /** @return what takes effect instead: the same, another, or nothing */
    Optional<SignalInfo> delivering(Task task, SignalInfo info);
}
