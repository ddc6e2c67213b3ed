package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An argument that is one of several constants. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OneOf {
    /** The enum that names them. */
    Class<? extends Symbolic> value();

    /** What a value is that has no name. */
    Rest rest() default Rest.UNKNOWN;
}
