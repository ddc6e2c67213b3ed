package foal.kernel.trace;

/** Numbers in strace's ways. */
final class Numbers {
    private Numbers() {}

    /** In hexadecimal; 0 is just that. */
    static String hexadecimal(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }

    static String address(long address) {
        return address == 0 ? "NULL" : "0x" + Long.toHexString(address);
    }

    /** Permission bits: in octal, at least three digits, beginning with 0. */
    static String permissions(long bits) {
        String octal = "0" + Long.toOctalString(bits);
        return "0".repeat(Math.max(0, 3 - octal.length())) + octal;
    }
}
