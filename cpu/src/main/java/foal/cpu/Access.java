package foal.cpu;

/** What an instruction does with memory; an atomic read–modify–write counts as a {@link #STORE}. */
public enum Access {
    FETCH(PageTable.EXECUTE),
    LOAD(PageTable.READ),
    STORE(PageTable.WRITE);

    private final int permission;

    Access(int permission) {
        this.permission = permission;
    }

    /** The page-table bit that permits it. */
    public int permission() {
        return permission;
    }
}
