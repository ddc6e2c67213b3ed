package foal.cpu;

import foal.cpu.engine.Acceleration;
import foal.cpu.host.HostKind;
import foal.cpu.machinecode.MachineCodeAcceleration;
import java.util.Optional;

/**
 * Whether engines are accelerated by machine code of our own: the only place that knows of it.
 *
 * <p>It is for one kind of host. The system property {@code foal.machine-code} can be {@code off}: then Foal does what it does on
 * other hosts, which takes longer and is the same. {@code adverse} is for tests: what engines call stands at the limits of
 * what they can reach. The property holds for harts and watches that are made from then on.
 */
public final class MachineCodeSwitch {
    private static final String PROPERTY = "foal.machine-code", OFF = "off", ADVERSE = "adverse";

    private MachineCodeSwitch() {}

    /** Whether there is machine code for this host, and it is not turned off. */
    public static boolean isOn() {
        return HostKind.THIS.isLinuxOnX64() && !value().equals(OFF);
    }

    /** Empty if engines are to do without. */
    static Optional<Acceleration> acceleration() {
        return isOn() ? Optional.of(new MachineCodeAcceleration(value().equals(ADVERSE))) : Optional.empty();
    }

    private static String value() {
        return System.getProperty(PROPERTY, "");
    }
}
