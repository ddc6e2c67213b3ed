package foal.kernel.trace;

import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.task.Signal;
import java.util.ArrayList;
import java.util.List;

/** Names for values: the enums that implement {@link Symbolic} are the tables. */
final class Constants {
    private static final int SIGNAL_BITS = 0xff;

    private Constants() {}

    /** The name of one of several constants. */
    static String one(Class<? extends Symbolic> names, Rest rest, long value) {
        return ByNumber.of(names).find(value).map(Symbolic::name).orElseGet(() -> switch (rest) {
            case UNKNOWN -> unknown(names, value);
            case HEXADECIMAL -> Numbers.hexadecimal(value);
            case PERMISSIONS -> Numbers.permissions(value);
            case SIGNAL -> signal((int) value);
        });
    }

    /** The names of the flags that are set, joined by bars, and what is left over. */
    static String flags(Class<? extends Symbolic> names, boolean bitsOnly, Rest rest, long value) {
        List<String> set = new ArrayList<>();
        long left = value;
        for (Symbolic constant : names.getEnumConstants()) {
            boolean isBits = constant.mask() == constant.value() && constant.value() != 0;
            if (constant.in(isBits ? left : value) && (isBits || !bitsOnly)) {
                set.add(constant.name());
                left &= ~constant.mask();
            }
        }
        switch (rest) {
            case UNKNOWN, HEXADECIMAL -> addHexadecimal(set, left);
            case PERMISSIONS -> set.add(Numbers.permissions(left));
            case SIGNAL -> {
                addHexadecimal(set, left & ~SIGNAL_BITS);
                if ((left & SIGNAL_BITS) != 0) {
                    set.add(signal((int) left & SIGNAL_BITS));
                }
            }
        }
        boolean onlyUnknown = rest == Rest.UNKNOWN && left == value && value != 0;
        return set.isEmpty() ? "0" : onlyUnknown ? unknown(names, value) : String.join("|", set);
    }

    private static void addHexadecimal(List<String> set, long bits) {
        if (bits != 0) {
            set.add(Numbers.hexadecimal(bits));
        }
    }

    /** The name of a signal, or the number if it is none. */
    static String signal(int number) {
        return number >= 1 && number <= Signal.LAST ? Signal.nameOf(number) : Integer.toString(number);
    }

    /** A value with a remark on the names that were looked through: {@code 0x63 /* CLOCK_??? *}{@code /}. */
    private static String unknown(Class<? extends Symbolic> names, long value) {
        Symbolic[] all = names.getEnumConstants();
        String name = all[all.length - 1].name().replaceFirst("^_+", "");
        String prefix = name.substring(0, Math.max(1, name.indexOf('_') + 1));
        return Numbers.hexadecimal(value) + " /* " + prefix + "??? */";
    }
}
