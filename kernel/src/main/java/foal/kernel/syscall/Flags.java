package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An argument that is a set of flags. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Flags {
    /** The enum that names its bits. */
    Class<? extends Symbolic> value();

    /** Whether only those constants count that are bits, not those that are one value of a field, such as O_RDONLY. */
    boolean bitsOnly() default false;

    /** What the bits are that have no name. */
    Rest rest() default Rest.UNKNOWN;
}
