package foal.kernel.dispatch;

import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Order;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All system calls by number, read from the {@link Syscall} declarations of the objects that handle them. A
 * wrong declaration throws in {@link #check()} at the latest, so that no build with one passes.
 */
public final class SyscallTable {
    /** One past the highest number that a call may have. */
    private static final int SIZE = 1100;
    private static final int MOST_ARGUMENTS = 6;

    /** What a class declares, read once: it is the same for every kernel. */
    private static final ClassValue<List<Declared>> DECLARED = new ClassValue<>() {
        @Override
        protected List<Declared> computeValue(Class<?> handler) {
            return Arrays.stream(handler.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Syscall.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .map(Declared::new).toList();
        }
    };

    private final BoundCall[] calls = new BoundCall[SIZE];

    /** @param handlers objects whose public methods are system calls where they say so */
    public SyscallTable(List<?> handlers) {
        for (Object handler : handlers) {
            DECLARED.get(handler.getClass()).forEach(declared -> add(handler, declared));
        }
    }

    /** A method that says it is a system call. */
    private static final class Declared {
        final Method method;
        final Syscall declaration;
        final int number;
        private MethodHandle unbound;

        Declared(Method method) {
            this.method = method;
            declaration = method.getAnnotation(Syscall.class);
            number = declaration.nr();
            if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
                throw wrong(method, "its method must be public and not static");
            }
            if (number < 0 || number >= SIZE) {
                throw wrong(method, "its number must be from 0 to " + (SIZE - 1));
            }
        }

        /** Reads the declaration to its last detail. @throws IllegalArgumentException if it is wrong */
        List<Parameter> parameters() {
            checkSignature(method);
            checkNamed(method, declaration);
            checkObject(method, declaration);
            return new ParameterReader(method).read();
        }

        /** The method as one of an object that handles the call. Several threads may make it at once, each the same. */
        MethodHandle bind(Object handler) {
            if (unbound == null) {
                checkSignature(method);
                unbound = uniform(method);
            }
            return unbound.bindTo(handler);
        }
    }

    /** The call of that number, or none. */
    public Optional<BoundCall> find(long number) {
        return Optional.ofNullable(lookup(number));
    }

    /** The same without an Optional, for the path of every call: null if there is none. */
    public BoundCall lookup(long number) {
        return number >= 0 && number < SIZE ? calls[(int) number] : null;
    }

    /** All calls, by number. */
    public List<BoundCall> all() {
        return Arrays.stream(calls).filter(call -> call != null).toList();
    }

    /**
     * Reads every declaration to its last detail. The build does so, when it makes the reference; a kernel that boots
     * has no time for it.
     *
     * @throws IllegalArgumentException if one is wrong
     */
    public SyscallTable check() {
        all().forEach(BoundCall::parameters);
        return this;
    }

    private void add(Object handler, Declared declared) {
        if (calls[declared.number] != null) {
            throw wrong(declared.method, "its number is that of " + calls[declared.number].name());
        }
        calls[declared.number] = new BoundCall(declared.declaration, declared.method.getName(), handler.getClass(),
                declared::parameters, () -> declared.bind(handler));
    }

    private static void checkSignature(Method method) {
        if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
            throw wrong(method, "its class is not public");
        }
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 0 || types[0] != Task.class) {
            throw wrong(method, "its first parameter must be the calling Task");
        }
        if (types.length - 1 > MOST_ARGUMENTS) {
            throw wrong(method, "it has more than " + MOST_ARGUMENTS + " arguments");
        }
        if (!Arrays.stream(types).skip(1).allMatch(type -> type == int.class || type == long.class || ParameterConstants.are(type))) {
            throw wrong(method, "its arguments must be int or long, or an enum that is Symbolic");
        }
        if (method.getReturnType() != long.class) {
            throw wrong(method, "it must return a long");
        }
        if (method.getAnnotation(Syscall.class).doc().isBlank()) {
            throw wrong(method, "it has no doc");
        }
    }

    private static void checkNamed(Method method, Syscall declaration) {
        List<String> named = Arrays.stream(declaration.named()).sorted().toList();
        List<String> declared = Arrays.stream(method.getParameters()).skip(1)
                .map(java.lang.reflect.Parameter::getName).sorted().toList();
        if (!named.isEmpty() && !named.equals(declared)) {
            throw wrong(method, "what it names are not its parameters");
        }
    }

    private static void checkObject(Method method, Syscall declaration) {
        String which = declaration.which();
        boolean isKnown = Arrays.stream(method.getParameters()).skip(1).anyMatch(parameter -> parameter.getName().equals(which));
        if (!which.isEmpty() && (!isKnown || declaration.by() == void.class)) {
            throw wrong(method, "what it orders tasks by is chosen by " + which
                    + (isKnown ? ", but no class says among what" : ", which is no parameter"));
        }
        boolean isOnDescriptor = method.getParameterCount() > 1 && method.getParameters()[1].isAnnotationPresent(Fd.class);
        if (declaration.orders() != Order.BOTH && declaration.by() == void.class && !isOnDescriptor) {
            throw wrong(method, "it says how it orders tasks, but not by what");
        }
    }

    /** Of type {@code (handler, Task, long × 6) → long}. */
    private static MethodHandle uniform(Method method) {
        Class<?>[] uniform = new Class<?>[2 + MOST_ARGUMENTS];
        Arrays.fill(uniform, long.class);
        uniform[0] = method.getDeclaringClass();
        uniform[1] = Task.class;
        int count = 1 + method.getParameterCount();
        SyscallTable.class.getModule().addReads(method.getDeclaringClass().getModule()); // that of a chapter in a user's jar
        try {
            // An int argument takes the low 32 bits of its register, as in C.
            MethodHandle cast = MethodHandles.explicitCastArguments(ParameterConstants.decoded(MethodHandles.lookup().unreflect(method)),
                    MethodType.methodType(long.class, Arrays.copyOf(uniform, count)));
            return MethodHandles.dropArguments(cast, count, Arrays.asList(uniform).subList(count, uniform.length));
        } catch (IllegalAccessException e) {
            throw wrong(method, "its class is not public");
        }
    }

    static IllegalArgumentException wrong(Method method, String what) {
        return HandlerMistake.declared(method.getName(), method.getDeclaringClass(), what);
    }
}
