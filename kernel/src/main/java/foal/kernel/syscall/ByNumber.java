package foal.kernel.syscall;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The constants of an enum by their numbers. The table is made once for each enum: a look-up allocates nothing, and takes
 * about the same time for all numbers.
 */
public final class ByNumber<C extends Symbolic> {
    private static final ClassValue<ByNumber<? extends Symbolic>> TABLES = new ClassValue<>() {
        @Override
        protected ByNumber<? extends Symbolic> computeValue(Class<?> names) {
            return new ByNumber<>(Arrays.asList(names.asSubclass(Symbolic.class).getEnumConstants()));
        }
    };

    /** In ascending order; the constants stand at the same places. */
    private final long[] numbers;
    private final List<Optional<C>> constants;

    /** Of constants with the same number the first is the one. */
    private ByNumber(List<C> all) {
        Map<Long, Optional<C>> sorted = new TreeMap<>();
        all.forEach(constant -> sorted.putIfAbsent(constant.value(), Optional.of(constant)));
        numbers = sorted.keySet().stream().mapToLong(number -> number).toArray();
        constants = List.copyOf(sorted.values());
    }

    /** The table of an enum. */
    @SuppressWarnings("unchecked") // computeValue fills it with constants of that class
    public static <C extends Symbolic> ByNumber<C> of(Class<C> names) {
        return (ByNumber<C>) TABLES.get(names);
    }

    /** The constant of that number, if there is one. */
    public Optional<C> find(long number) {
        int place = Arrays.binarySearch(numbers, number);
        return place < 0 ? Optional.empty() : constants.get(place);
    }
}
