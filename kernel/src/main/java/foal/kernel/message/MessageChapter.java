package foal.kernel.message;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** All of Foal's own calls: direct messages, mailboxes and events. */
public final class MessageChapter implements Chapter {
    @Override
    public String name() {
        return "message";
    }

    @Override
    public void open(Core core) {
        DirectMessageCalls messages = new DirectMessageCalls(core.processes());
        core.addCalls(messages, new MailboxCalls(core.memory()), new ResettableEventCalls(core.clock()));
        core.whenTaskEnds(messages::ended);
    }
}
