package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An argument that is one of several constants. A parameter whose type is an enum of such constants needs this only to say
 * something of the rest: of a number that has no constant the handler is not called, and the call fails with EINVAL. Where Linux
 * finds other mistakes first, the parameter is an int, and the handler asks {@link ByNumber} in its turn.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OneOf {
    /** The enum that names them, if the parameter's type does not say. */
    Class<? extends Symbolic> value() default Symbolic.class;

    /** What a value is that has no name. */
    Rest rest() default Rest.UNKNOWN;
}
