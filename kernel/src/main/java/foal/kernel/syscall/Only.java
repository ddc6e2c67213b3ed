package foal.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An argument that means something only if one of several constants is in another argument. Otherwise the call
 * does not look at it, and it is not shown: the mode of an open(2) that creates nothing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Only {
    /** The parameter that decides. */
    String with();

    /** The names of constants of that parameter's enum; with none of them the argument is never looked at. */
    String[] in() default {};
}
