package foal.kernel.race;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * What tasks tell each other through the kernel. Whoever receives from an object comes after whoever has sent to it before, also
 * if neither of them had to wait. Which calls send and receive, and by what, they say themselves ({@code @Syscall}).
 */
final class Synchronisation {
    /** Stands for all that signals tell. */
    static final Object SIGNALS = new Named(Signal.class, 0);

    /** What is known to whoever receives from an object. */
    private final Map<Object, VectorClock> objects = new WeakHashMap<>();
    /** The same of objects that are only known by a name. */
    private final Map<Named, VectorClock> named = new HashMap<>();

    /** An object that a call names by a class. @param number which one it is, or 0 */
    private record Named(Class<?> kind, long number) {}

    /** What a call that is being made sends to or receives from; none if it is nothing by which tasks can be ordered. */
    Optional<Object> object(Task task, SystemCall call) {
        Optional<Object> channel = isOnDescriptor(call)
                ? DescriptorTable.of(task).get((int) task.call().argument(0)).flatMap(OpenFile::channel) : Optional.empty();
        int which = call.which();
        return channel.or(() -> call.by().map(kind -> new Named(kind, which < 0 ? 0 : task.call().argument(which))));
    }

    private static boolean isOnDescriptor(SystemCall call) {
        return !call.parameters().isEmpty() && call.parameters().getFirst().kind() instanceof Parameter.Descriptor;
    }

    /** A call begins. @return whether it has told others something */
    boolean begins(TaskClock task, SystemCall call, Object object) {
        if (call.orders().sends()) {
            sends(task, object);
        }
        return call.orders().sends();
    }

    /** It ends. */
    void ends(TaskClock task, SystemCall call, Object object) {
        if (call.orders().receives()) {
            receives(task, object);
        }
    }

    /** A process ends, and closes what it has open: those who wait for that at the other ends come to know. */
    void closesAll(TaskClock task, DescriptorTable files) {
        for (int fd = 0; fd < files.size(); fd++) {
            files.getAny(fd).flatMap(OpenFile::channel).ifPresent(channel -> sends(task, channel));
        }
    }

    private void sends(TaskClock task, Object object) {
        VectorClock known = object instanceof Named name ? named.computeIfAbsent(name, _ -> new VectorClock())
                : objects.computeIfAbsent(object, _ -> new VectorClock());
        known.join(task.now);
    }

    /** A task receives from an object, by a call or otherwise. */
    void receives(TaskClock task, Object object) {
        task.acquire(object instanceof Named ? named.get(object) : objects.get(object));
    }
}
