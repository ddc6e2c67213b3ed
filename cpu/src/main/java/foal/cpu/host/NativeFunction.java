package foal.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;

/**
 * A function of C with up to seven arguments, each an integer or a pointer. All of them are bound as if they took
 * seven {@code long} and returned one, because a handle of another type costs ten milliseconds whenever Foal starts.
 * In the calling conventions of our hosts a callee does not notice arguments that it has not declared, takes the low bits
 * of those that it has declared narrower, and leaves the caller to ignore the high bits of a narrower result.
 *
 * @param handle of type {@code (long × 7) → long}
 */
public record NativeFunction(MethodHandle handle) {
    private static final int MOST_ARGUMENTS = 7;

    /** A function of a library. @throws IllegalArgumentException if it has none of that name */
    public static NativeFunction find(SymbolLookup library, String name) {
        return at(address(library, name));
    }

    /** The function at an address. */
    public static NativeFunction at(MemorySegment address) {
        return new NativeFunction(bind(address, MOST_ARGUMENTS));
    }

    /** A function whose arguments behind the second vary in number: only Apple's convention passes them in another way. */
    public static NativeFunction findVariadic(SymbolLookup library, String name) {
        Linker.Option[] options = HostKind.THIS.passesVariadicsApart() ? new Linker.Option[] {Linker.Option.firstVariadicArg(2)} : new Linker.Option[0];
        return new NativeFunction(bind(address(library, name), MOST_ARGUMENTS, options));
    }

    /** A function of the host's C library. */
    public static NativeFunction ofHost(String name) {
        return find(Linker.nativeLinker().defaultLookup(), name);
    }

    /** Where a function of a library is. */
    public static MemorySegment address(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new IllegalArgumentException("there is no function " + name));
    }

    /** A handle of a type {@code (long, long …) → long}. */
    private static MethodHandle bind(MemorySegment function, int arguments, Linker.Option... options) {
        MemoryLayout[] types = Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new);
        return Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, types), options);
    }

    public long call(long a) {
        return call(a, 0, 0, 0, 0, 0, 0);
    }

    public long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0, 0);
    }

    public long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0, 0);
    }

    public long call(long a, long b, long c, long d, long e) {
        return call(a, b, c, d, e, 0, 0);
    }

    public long call(long a, long b, long c, long d, long e, long f) {
        return call(a, b, c, d, e, f, 0);
    }

    public long call(long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw new AssertionError(thrown); // C throws nothing
        }
    }

    /** A function that takes less than a microsecond and never calls back: it is called without ceremony. */
    public record Short(MethodHandle handle) {
        public static Short find(SymbolLookup library, String name) {
            return new Short(bind(address(library, name), 3, Linker.Option.critical(false)));
        }

        public long call(long a, long b) {
            return call(a, b, 0);
        }

        public long call(long a, long b, long c) {
            try {
                return (long) handle.invokeExact(a, b, c);
            } catch (Throwable thrown) {
                throw new AssertionError(thrown);
            }
        }
    }

    /** A function of ours that C calls with up to four arguments; of those that the caller does not pass nothing is known. */
    @FunctionalInterface
    public interface Upcall {
        void call(long a, long b, long c, long d);

        /** Where C can call it. */
        default MemorySegment bind(Arena arena) {
            MethodType type = MethodType.methodType(void.class, long.class, long.class, long.class, long.class);
            try {
                MethodHandle call = MethodHandles.lookup().findVirtual(Upcall.class, "call", type).bindTo(this);
                return Linker.nativeLinker().upcallStub(call,
                        FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), arena);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
