package foal.kernel.task;

/**
 * What FUTEX_WAKE_OP does to a word, and the condition on the word's old value, packed into 32 bits: four bits for the
 * operation, four for the comparison, and twelve for the operand of each (futex(2)).
 */
record WakeOp(int encoded) {
    private static final int SET = 0, ADD = 1, OR = 2, AND_NOT = 3, XOR = 4;
    private static final int EQUAL = 0, NOT_EQUAL = 1, LESS = 2, LESS_OR_EQUAL = 3, GREATER = 4, GREATER_OR_EQUAL = 5;

    private int operation() {
        return encoded >>> 28 & 7;
    }

    private int comparison() {
        return encoded >>> 24 & 15;
    }

    /** Of the operation; its highest bit says that one is to be shifted by it. */
    private int operand() {
        int operand = encoded << 8 >> 20;
        return encoded < 0 ? 1 << operand : operand;
    }

    private int comparand() {
        return encoded << 20 >> 20;
    }

    /** Whether there is such an operation. */
    boolean isOperation() {
        return operation() <= XOR;
    }

    /** Whether there is such a comparison. */
    boolean isComparison() {
        return comparison() <= GREATER_OR_EQUAL;
    }

    /** The word's new value. */
    int apply(int before) {
        return switch (operation()) {
            case SET -> operand();
            case ADD -> before + operand();
            case OR -> before | operand();
            case AND_NOT -> before & ~operand();
            case XOR -> before ^ operand();
            default -> before;
        };
    }

    /** Whether the old value fulfils the condition. */
    boolean holds(int before) {
        return switch (comparison()) {
            case EQUAL -> before == comparand();
            case NOT_EQUAL -> before != comparand();
            case LESS -> before < comparand();
            case LESS_OR_EQUAL -> before <= comparand();
            case GREATER -> before > comparand();
            case GREATER_OR_EQUAL -> before >= comparand();
            default -> false;
        };
    }
}
