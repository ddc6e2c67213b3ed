package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A pointer to data of the program's that the call writes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Out {
    /** What it points to. */
    Data value();

    /**
     * How much of it there is, in bytes or elements: the name of the parameter that says so, or "return" for the
     * call's result. Not needed for a single struct or a string.
     */
    String length() default "";

    /** When the call writes it. */
    Written written() default Written.ON_SUCCESS;

    /** When a call writes what a pointer points to. */
    enum Written {
        /** Unless it fails. */
        ON_SUCCESS,
        /** If its result is above 0. */
        IF_POSITIVE,
        /** If a signal interrupts it. */
        IF_INTERRUPTED
    }
}
