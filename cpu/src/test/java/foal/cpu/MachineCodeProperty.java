package foal.cpu;

/** Says for a while which machine code of ours engines use that are opened meanwhile. */
final class MachineCodeProperty implements AutoCloseable {
    private static final String NAME = "foal.machine-code";

    private final String before = System.getProperty(NAME);

    private MachineCodeProperty() {}

    static MachineCodeProperty set(String value) {
        MachineCodeProperty property = new MachineCodeProperty();
        System.setProperty(NAME, value);
        return property;
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty(NAME);
        } else {
            System.setProperty(NAME, before);
        }
    }
}
