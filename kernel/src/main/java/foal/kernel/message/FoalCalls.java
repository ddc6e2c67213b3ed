package foal.kernel.message;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Processes;
import foal.kernel.time.Clock;
import java.util.List;

/** All of Foal's own calls: what {@code Kernel} adds to those of Linux. */
public final class FoalCalls {
    private FoalCalls() {}

    /** Objects whose methods are the calls. @param memory what messages are charged to */
    public static List<Object> all(Processes processes, Clock clock, KernelMemory memory) {
        MessageCalls messages = new MessageCalls(processes);
        MailboxCalls mailboxes = new MailboxCalls(memory);
        EventCalls events = new EventCalls(clock);
        processes.whenEnds(messages::ended);
        processes.whenEnds(mailboxes::ended);
        processes.whenEnds(events::ended);
        return List.of(messages, mailboxes, events);
    }
}
