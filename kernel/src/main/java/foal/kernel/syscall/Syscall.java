package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a method to be a system call. The method's name is the call's, its first parameter is the calling
 * {@code Task}, and up to six more of type {@code int} or {@code long} take the arguments; it returns a
 * {@code long} as {@link Result} says. From this declaration come the dispatch table, the decoding of arguments,
 * the lines of strace and the page of the reference.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Syscall {
    /** The number that goes into a7: Linux's for riscv64, or from 1000 up for Foal's own calls. */
    int nr();

    /** What it does, in one line. */
    String doc();

    /** Where it differs from Linux, if it does. */
    String differs() default "";

    /** Whether SA_RESTART makes the call again after a signal handler (signal(7) lists which). */
    boolean restarts() default true;

    /** Whether it fails with EINTR also when the thread was stopped meanwhile and goes on, without any handler (signal(7)). */
    boolean endsWhenStopped() default false;

    /** How its result is shown. */
    Returns returns() default Returns.NUMBER;

    /**
     * Its parameters in the order in which their arguments are shown, each with its name, {@code flags=SIGCHLD}.
     * By default they are shown as they are declared, without names.
     */
    String[] named() default {};

    /** What it is about, as far as its parameters and its class do not say so ({@link About}). */
    Topic[] topics() default {};

    /**
     * How it orders tasks, which {@code --race} must know, or it reports races that there are not. By what, is said by
     * {@link #by}. That a task which wakes another comes before it is known without.
     */
    Order orders() default Order.BOTH;

    /**
     * The object by which it orders tasks, named by a class of the kernel's: calls that name the same class have the same
     * object. A call whose first argument is a descriptor of something that carries messages orders tasks by that. What is
     * neither one nor the other, orders nothing.
     */
    Class<?> by() default void.class;

    /** If there are several objects of that class, the parameter whose argument says which it is. */
    String which() default "";

    /** How a result is shown. */
    enum Returns {
        NUMBER, ADDRESS, PERMISSIONS,
        /** As the {@link Command} in one of the arguments says. */
        BY_COMMAND,
        /** How many of the descriptors in the arguments are ready; which, can be seen in the arguments then. */
        READY
    }
}
