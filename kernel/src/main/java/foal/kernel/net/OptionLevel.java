package foal.kernel.net;

import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Command;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;
import java.util.Optional;

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

    /** The option of that number, if there is one. */
    Optional<? extends Option> option(int number) {
        return ByNumber.of(options).find(number);
    }
}
