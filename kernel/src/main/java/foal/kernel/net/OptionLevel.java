package foal.kernel.net;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;

/** To which protocol an option belongs (getsockopt(2)). */
public enum OptionLevel implements Command {
    SOL_IP(0, IpOption.class), SOL_SOCKET(1, SocketOption.class), SOL_TCP(6, TcpOption.class);

    private final int value;
    private final Class<? extends Option> options;

    OptionLevel(int value, Class<? extends Option> options) {
        this.value = value;
        this.options = options;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Parameter.Kind argument() {
        return new Parameter.Constant(options, Rest.UNKNOWN);
    }

    /** The option of that number; null if there is none. */
    Option option(int number) {
        for (Option option : options.getEnumConstants()) {
            if (option.value() == number) {
                return option;
            }
        }
        return null;
    }

    /** The level of that number; null if there is none. */
    static OptionLevel of(int number) {
        for (OptionLevel level : values()) {
            if (level.value == number) {
                return level;
            }
        }
        return null;
    }
}
