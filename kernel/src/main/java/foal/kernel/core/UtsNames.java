package foal.kernel.core;

import foal.kernel.proc.SystemName;
import java.util.List;

/** What the system and the machine are called (uname(2)). */
public final class UtsNames {
    /** Bytes of each name in the struct, with the zero at its end. */
    static final int FIELD = 65;

    private String node = "foal";
    private String domain = "(none)";

    /** The machine's name in the network. */
    public String node() {
        return node;
    }

    void setNode(String name) {
        node = name;
    }

    void setDomain(String name) {
        domain = name;
    }

    /** In the order of struct utsname. */
    List<String> all() {
        return List.of(SystemName.SYSTEM, node, SystemName.RELEASE, SystemName.VERSION, "riscv64", domain);
    }
}
