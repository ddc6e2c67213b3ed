package foal.kernel.net;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** Sockets (socket(7)). */
public final class SocketChapter implements Chapter {
    private final Network network;

    /** @param network that the machine's run loop moves on */
    public SocketChapter(Network network) {
        this.network = network;
    }

    @Override
    public String name() {
        return "net";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new SocketCalls(network), new SocketMessageCalls(network, core.processes()), new OptionCalls());
    }
}
