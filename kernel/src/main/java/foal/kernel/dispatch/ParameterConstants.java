package foal.kernel.dispatch;

import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Symbolic;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Arguments whose type is an enum: the handler gets the constant that the number stands for. */
final class ParameterConstants {
    private static final MethodHandle FIND = method(ByNumber.class, "find", Optional.class, long.class);
    private static final MethodHandle IS_PRESENT = method(Optional.class, "isPresent", boolean.class);
    private static final MethodHandle GET = method(Optional.class, "get", Object.class);

    private ParameterConstants() {}

    private static MethodHandle method(Class<?> type, String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().findVirtual(type, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the values of a type are constants with numbers. */
    static boolean are(Class<?> type) {
        return type.isEnum() && Symbolic.class.isAssignableFrom(type);
    }

    /** A handler that takes ints in place of constants. Of a number that stands for none the call fails with EINVAL. */
    static MethodHandle decoded(MethodHandle handler) {
        MethodHandle decoded = handler;
        for (int i = 0; i < handler.type().parameterCount(); i++) {
            if (are(handler.type().parameterType(i))) {
                decoded = decoded(decoded, i);
            }
        }
        return decoded;
    }

    private static MethodHandle decoded(MethodHandle handler, int index) {
        Class<?> type = handler.type().parameterType(index);
        MethodHandle get = GET.asType(MethodType.methodType(type, Optional.class));
        MethodHandle known = MethodHandles.filterArguments(handler, index, get);
        MethodHandle unknown = MethodHandles.dropArguments(MethodHandles.constant(long.class, Errno.EINVAL.result()), 0,
                known.type().parameterList());
        MethodHandle isKnown = MethodHandles.dropArguments(IS_PRESENT, 0, known.type().parameterList().subList(0, index));
        MethodHandle find = FIND.bindTo(ByNumber.of(type.asSubclass(Symbolic.class)));
        return MethodHandles.filterArguments(MethodHandles.guardWithTest(isKnown, known, unknown), index,
                find.asType(MethodType.methodType(Optional.class, int.class)));
    }
}
