package foal.kernel.race;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What tasks tell each other through the kernel. Whoever receives from an object comes after whoever has sent to it before, also
 * if neither of them had to wait.
 */
final class Synchronisation {
    private static final Set<String> ONLY_SEND = Set.of("write", "writev", "sendto", "sendmsg", "sendmmsg", "msgsnd", "mq_timedsend",
            "mbox_send", "event_set", "kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo");
    private static final Set<String> ONLY_RECEIVE = Set.of("read", "readv", "recvfrom", "recvmsg", "recvmmsg", "msgrcv", "mq_timedreceive",
            "mbox_receive", "event_wait", "rt_sigtimedwait", "rt_sigsuspend");
    private static final Set<String> DIRECT_MESSAGES = Set.of("msg_send", "msg_call", "msg_receive", "msg_reply");
    private static final Set<String> BY_NUMBER = Set.of("msgsnd", "msgrcv", "msgctl", "semop", "semtimedop", "semctl");
    private static final Set<String> LOCKS = Set.of("flock", "fcntl");
    /** Stands for all that signals tell. */
    static final String SIGNALS = "signals";

    /** What is known to whoever receives from an object. */
    private final Map<Object, VectorClock> objects = new WeakHashMap<>();
    /** The same of objects that have no other name than a number or a word. */
    private final Map<Object, VectorClock> named = new HashMap<>();

    /** An object of System V IPC. */
    private record Numbered(String kind, long id) {}

    /** What a call that is being made sends to or receives from; none if it is nothing by which tasks can be ordered. */
    Optional<Object> object(Task task, SystemCall call) {
        String name = call.name();
        if (BY_NUMBER.contains(name)) {
            return Optional.of(new Numbered(name.substring(0, 3), task.call()[0]));
        }
        if (DIRECT_MESSAGES.contains(name)) {
            return Optional.of("messages");
        }
        if (name.contains("kill") || name.contains("sigqueueinfo") || name.equals("rt_sigtimedwait") || name.equals("rt_sigsuspend")) {
            return Optional.of(SIGNALS);
        }
        if (call.parameters().isEmpty() || !(call.parameters().getFirst().kind() instanceof Parameter.Descriptor)) {
            return Optional.empty();
        }
        Optional<Object> channel = DescriptorTable.of(task).get((int) task.call()[0]).flatMap(OpenFile::channel);
        return channel.isEmpty() && LOCKS.contains(name) ? Optional.of("locks on files") : channel;
    }

    /** A call begins. @return whether it has told others something */
    boolean begins(TaskClock task, SystemCall call, Object object) {
        if (ONLY_RECEIVE.contains(call.name())) {
            return false;
        }
        mapOf(object).computeIfAbsent(object, _ -> new VectorClock()).join(task.now);
        return true;
    }

    /** It ends. */
    void ends(TaskClock task, SystemCall call, Object object) {
        if (!ONLY_SEND.contains(call.name())) {
            task.acquire(mapOf(object).get(object));
        }
    }

    /** A process ends, and closes what it has open: those who wait for that at the other ends come to know. */
    void closesAll(TaskClock task, DescriptorTable files) {
        for (int fd = 0; fd < files.size(); fd++) {
            files.getAny(fd).flatMap(OpenFile::channel)
                    .ifPresent(channel -> mapOf(channel).computeIfAbsent(channel, _ -> new VectorClock()).join(task.now));
        }
    }

    /** A task receives from an object otherwise than by a call. */
    void receives(TaskClock task, Object object) {
        task.acquire(mapOf(object).get(object));
    }

    private Map<Object, VectorClock> mapOf(Object object) {
        return object instanceof String || object instanceof Numbered ? named : objects;
    }
}
