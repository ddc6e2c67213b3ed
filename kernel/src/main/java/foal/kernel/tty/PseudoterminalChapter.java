package foal.kernel.tty;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;

/** Pseudoterminals: /dev/ptmx and /dev/pts (pty(7)). */
public final class PseudoterminalChapter implements Chapter {
    private final Console console;

    /** @param console which may be a program's controlling terminal as well as they may */
    public PseudoterminalChapter(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "pty";
    }

    @Override
    public void open(Core core) {
        Ptys.addTo(core.files(), core.processes(), core.memory(), console);
    }
}
